import { toFields } from "../base/unknown-object.ts";
import type { Claim, Partitions, Reports, Sight } from "./sight.ts";

/** A sight as it is kept: in a table, among the attributes of its consumer's item, and in a file. */
export type SightItem = Readonly<Record<string, string | number>>;

/** By the names by which the ledger knows consumers. */
export type SightItems = Readonly<Record<string, SightItem>>;

/** How a claim's attributes begin. */
type Claimed = "holder" | "rival";

/** A sight as attributes of its consumer's item; undefined is what the item must not have. */
function toAttributes(sight: Sight) {
  const { attempt, holder, rival } = sight;
  return {
    logsetId: sight.logsetId,
    group: sight.consumerGroup,
    consumer: sight.consumer,
    alias: sight.alias,
    key: sight.key,
    seenLeaseMs: sight.leaseMs,
    cadenceMs: sight.cadenceMs,
    joinedMs: sight.joinedMs,
    renewedMs: sight.renewedMs,
    takenMs: sight.takenMs,
    partitions: JSON.stringify(Object.fromEntries(sight.partitions)),
    changes: sight.changesMs.map(toShort).join(" ") || undefined,
    triedMs: attempt.atMs,
    outcome: attempt.outcome,
    upstreamCode: attempt.upstreamCode,
    ...{ holderKey: holder?.key, holder: holder?.instance, holderMs: holder?.atMs },
    ...{ rivalKey: rival?.key, rival: rival?.instance, rivalMs: rival?.atMs },
    reports: sight.reports && toReportsText(sight.reports),
    contestedMs: sight.contestedMs,
    contestedSinceMs: sight.contestedSinceMs,
    renewals: sight.renewals,
    failures: sight.failures,
    failingSinceMs: sight.failingSinceMs,
    unrecordedMs: sight.unrecordedMs,
    leftMs: sight.leftMs,
    provenMs: sight.provenMs,
    failedMs: sight.failedMs,
  };
}

/**
 * What a change sets and removes, so that the item has the sight: short, since a write is priced by the kilobyte. What
 * stays as it was is left out: a call that ends takes back nothing that was told of the consumer during it.
 */
export function sightToChange(sight: Sight, before?: Sight) {
  const set: Record<string, string | number> = {};
  const remove: string[] = [];
  const old = new Map<string, string | number | undefined>(
    before && Object.entries(toAttributes(before)),
  );
  for (const [name, value] of Object.entries(toAttributes(sight))) {
    if (value === old.get(name)) continue;
    if (value === undefined) remove.push(name);
    else set[name] = value;
  }
  return { set, remove };
}

const required = ["seenLeaseMs", "cadenceMs", "triedMs"];

/** Of what `Date` takes; anything else has no text, and one such item would be told to nobody, with all others. */
const mostMs = 8.64e15;

function isTime(value: string | number | undefined): boolean {
  return typeof value === "number" && value > 0 && value < mostMs;
}

/** Undefined for an item that has no sight, or one that the relay cannot have written. */
export function toSight(item: SightItem): Sight | undefined {
  if (!("consumer" in item)) return undefined;
  if (!required.every((name) => isTime(item[name]))) return undefined;
  const text = (name: string) => String(item[name] ?? "");
  const given = (name: string) => (name in item ? text(name) : undefined);
  const number = (name: string) => Number(item[name]);
  const time = (name: string) => (isTime(item[name]) ? number(name) : undefined);
  const claim = (name: Claimed): Claim | undefined => {
    const atMs = time(`${name}Ms`);
    return atMs === undefined
      ? undefined
      : { key: text(`${name}Key`), instance: given(name), atMs };
  };
  return {
    logsetId: text("logsetId"),
    consumerGroup: text("group"),
    consumer: text("consumer"),
    alias: given("alias"),
    key: text("key"),
    leaseMs: number("seenLeaseMs"),
    cadenceMs: number("cadenceMs"),
    joinedMs: time("joinedMs"),
    renewedMs: time("renewedMs"),
    takenMs: time("takenMs"),
    partitions: toPartitions(text("partitions")),
    changesMs: [...text("changes").matchAll(/\w+/g)].map(([ms]) => fromShort(ms)).filter(isTime),
    attempt: {
      atMs: number("triedMs"),
      outcome: text("outcome"),
      upstreamCode: given("upstreamCode"),
    },
    holder: claim("holder"),
    rival: claim("rival"),
    reports: toReports(text("reports")),
    contestedMs: time("contestedMs"),
    contestedSinceMs: time("contestedSinceMs"),
    renewals: time("renewals"),
    failures: time("failures"),
    failingSinceMs: time("failingSinceMs"),
    unrecordedMs: time("unrecordedMs"),
    leftMs: time("leftMs"),
    provenMs: time("provenMs"),
    failedMs: time("failedMs"),
  };
}

const toShort = (ms: number) => ms.toString(36);
const fromShort = (text: string) => Number.parseInt(text, 36);

function toReportsText({ last, other, turns }: Reports): string {
  const reported = [last, ...(other ? [other] : [])];
  return [turns, ...reported.flatMap(({ report, atMs }) => [report, toShort(atMs)])].join(" ");
}

function toReports(text: string): Reports | undefined {
  const [turns = "", ...parts] = text.split(" ");
  const at = (index: number) => {
    const [report, atText] = parts.slice(index);
    return report === undefined || atText === undefined
      ? undefined
      : { report, atMs: fromShort(atText) };
  };
  const last = at(0);
  return last && { last, other: at(2), turns: Number(turns) };
}

/** Only what was written; anything else in it reads as nothing. */
function toPartitions(text: string): Partitions {
  const partitions = new Map<string, readonly number[]>();
  for (const [topicId, list] of Object.entries(parse(text))) {
    if (Array.isArray(list)) partitions.set(topicId, list.filter(Number.isInteger));
  }
  return partitions;
}

function parse(text: string): object {
  try {
    return toFields(JSON.parse(text));
  } catch {
    return {};
  }
}
