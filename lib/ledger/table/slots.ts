import type { Item } from "./store.ts";

/** One of the credits of the rate (docs/delivery.md). */
export type Credit = {
  /** From when the next call may start. */
  readonly freeMs: number;
  /** Whose key the call before that was made for. */
  readonly tag: string;
  /** Where that call is booked ahead: the keys of those before it, the latest first; only of keys with a limit of their own. */
  readonly before: readonly string[];
};

/** Leases of one length that end at about the same time. */
export type LeaseCount = {
  readonly tag: string;
  readonly leaseMs: number;
  readonly endBucket: number;
  readonly count: number;
};

/** What the item of a rate said when it was last seen. */
export type Slots = {
  /** The latest moment that anybody had stamped on it. */
  readonly stampMs: number;
  readonly credits: readonly Credit[];
  readonly leases: readonly LeaseCount[];
  /** Refusals of the present period. */
  readonly refused: number;
  /** Attributes that tell of a time long past. */
  readonly past: readonly string[];
};

export const stampName = "t";
export const creditName = (index: number) => `c${index}`;

/** Short, since DynamoDB counts every letter: with 1 KB an item is written at half the price, and twice as often. */
const timeBase = 36;
const toTime = (ms: number) => ms.toString(timeBase).padStart(8, "0");
const fromTime = (text: string) => Number.parseInt(text, timeBase);

/** As texts of one length before the dot they are in the order of time, until 2059. */
export const creditText = ({ freeMs, tag, before }: Credit) =>
  `${toTime(Math.ceil(freeMs))}.${[tag, ...before].join(".").replace(/\.+$/, "")}`;
/** Greater than every credit that is free by then, and less than all that are not. */
export const creditFreeBy = (startMs: number) => `${toTime(Math.floor(startMs))}~`;

/**
 * CLS counts calls at arrival: so much longer than a second a credit is held for the difference of two ways
 * there and of two clocks (docs/decisions/ledger.md).
 */
export const marginMs = 100;

/** From when a credit is free to when it is free again, at the least. */
const turnMs = 1000 + marginMs;

/** The keys whose calls on the credit are less than a turn old or to come, the latest first. */
const tagsOf = ({ freeMs, tag, before }: Credit, nowMs: number): string[] =>
  [tag, ...before].filter((_, turns) => freeMs - turns * turnMs > nowMs);

/** What is to be remembered of a credit that is booked now: a key without a limit of its own is not looked for. */
export const tagsBefore = (credit: Credit | undefined, nowMs: number): string[] =>
  credit ? tagsOf(credit, nowMs).map((tag) => (tag.startsWith(limitedMark) ? tag : "")) : [];

/** The tags of keys that have a limit of their own begin so. */
export const limitedMark = "_";

/** When each of a key's calls, of those less than a turn old or to come, will be as old. */
export const busyUntilMs = ({ credits }: Slots, tag: string, nowMs: number): number[] =>
  credits.flatMap((credit) => {
    const turns = tagsOf(credit, nowMs).indexOf(tag);
    return turns < 0 ? [] : [credit.freeMs - turns * turnMs];
  });

const leastBucketMs = 10_000;
/** Of a lease: ends so close together are counted as one, so that long leases do not fill the item. */
const bucketShare = 0.125;
/** Clocks of other processes may be so far behind. */
const pastMs = 30_000;
const mostRemoved = 20;

const bucketMsOf = (leaseMs: number) => Math.max(leastBucketMs, Math.ceil(bucketShare * leaseMs));
export const toBucket = (ms: number, leaseMs = 0) => Math.ceil(ms / bucketMsOf(leaseMs));
export const refusedName = (nowMs: number) => `q.${toBucket(nowMs).toString(timeBase)}`;
export const leaseName = ({ tag, leaseMs, endBucket }: Omit<LeaseCount, "count">) =>
  `l.${tag}.${leaseMs.toString(timeBase)}.${endBucket.toString(timeBase)}`;

export function emptySlots(count: number): Slots {
  return readSlots({}, count, 0);
}

export function readSlots(item: Item, count: number, nowMs: number): Slots {
  const credits = Array.from({ length: count }, (_, index) => {
    const [freeText = "", tag = "", ...before] = String(item[creditName(index)] ?? "0").split(".");
    // One that cannot be read is free.
    return { freeMs: fromTime(freeText) || 0, tag, before };
  });
  const leases: LeaseCount[] = [];
  const past: string[] = [];
  for (const [name, value] of Object.entries(item)) {
    const [kind, ...parts] = name.split(".");
    if (kind !== "l" && kind !== "q") continue;
    const endBucket = fromTime(name.slice(name.lastIndexOf(".") + 1));
    const [tag = "", lengthText = ""] = parts;
    const leaseMs = kind === "l" ? fromTime(lengthText) : 0;
    if (endBucket < toBucket(nowMs - pastMs, leaseMs) && past.length < mostRemoved) past.push(name);
    // One that ends in the present bucket may have ended.
    if (kind === "l" && endBucket >= toBucket(nowMs, leaseMs))
      leases.push({ tag, leaseMs, endBucket, count: Number(value) });
  }
  const refused = Number(item[refusedName(nowMs)] ?? 0);
  return { stampMs: Number(item[stampName] ?? 0), credits, leases, refused, past };
}

/** Calls a second, were each lease renewed once in its length. */
export function leastPerSecond({ leases }: Slots): number {
  // A count that was told twice or never may be below nothing.
  return leases.reduce((sum, { count, leaseMs }) => sum + (1000 * Math.max(0, count)) / leaseMs, 0);
}

/** How many leases are held, of one key or in all. */
export function heldBy({ leases }: Slots, tag?: string): number {
  const counted = leases.filter((lease) => tag === undefined || lease.tag === tag);
  return counted.reduce((sum, { count }) => sum + count, 0);
}
