import { hash } from "node:crypto";
import type { Entry } from "../ledger.ts";
import { keepingShare } from "../lease.ts";
import { forgottenMs, type Sight } from "../sight.ts";
import { sightToChange, toSight } from "../sight-item.ts";
import { type Change, expiryName, type Item, type Store } from "./store.ts";

/** A body of a consumer, and when its beat came. */
export type Version = { readonly body: string; readonly enteredMs: number };

/** What the table knows of a consumer: the newest version that it was told, and its lease. */
export type Member = Version & {
  /** When the call that renewed its lease began. */
  readonly sentMs: number;
  readonly leaseMs: number;
  /** The key whose beats keep the lease; empty for one that was never renewed at its time. */
  readonly tag: string;
  readonly sight?: Sight | undefined;
};

export type Beat = {
  readonly entry: Entry;
  readonly version: Version;
  /** The table knows the key of the beat by this short name. */
  readonly tag: string;
};

/** The consumers of one rate, an item each. */
export type Roster = {
  find(consumer: string, signal: AbortSignal): Promise<Member | undefined>;
  /** From now on this body is the newest; false where a newer one has come. */
  enter(beat: Beat, signal: AbortSignal): Promise<boolean>;
  /** Gives what the lease is from now on. */
  renew(beat: Beat, lease: Renewed, signal: AbortSignal): Promise<void>;
  /** Gives what was seen of a call that failed. */
  see(beat: Omit<Beat, "tag">, sighting: Sighting, signal: AbortSignal): Promise<void>;
  /** Gives what was told besides calls, whatever calls there are meanwhile. */
  note(consumer: string, sighting: Sighting, signal: AbortSignal): Promise<void>;
  sights(signal: AbortSignal): Promise<readonly Sight[]>;
};

export type Renewed = Pick<Member, "sentMs" | "leaseMs" | "tag"> & {
  readonly sighting?: Sighting | undefined;
};

/** What is seen of a consumer from now on, and what was before. */
export type Sighting = { readonly before?: Sight | undefined; readonly sight: Sight };

/** The table forgets a consumer that nobody is to see so long after its lease. */
const forgottenAfterMs = 3_600_000;

/** Names may have any characters and any length; the key has neither. */
const keyOf = (consumer: string) => `c.${hash("sha256", consumer, "base64url")}`;

export function createRoster(store: Store): Roster {
  const change = (
    { entry, version }: Omit<Beat, "tag">,
    { set, remove = [] }: Written,
    signal: AbortSignal,
  ) =>
    store.change(
      {
        key: keyOf(entry.consumer),
        set: { ...version, ...set },
        remove,
        unlessGreater: { enteredMs: version.enteredMs },
      },
      signal,
    );
  return {
    find: async (consumer, signal) => toMember(await store.read(keyOf(consumer), signal)),
    enter: async (beat, signal) => (await change(beat, {}, signal)).done,
    async renew(beat, { sighting, ...lease }, signal) {
      const untilMs = lease.sentMs + lease.leaseMs + forgottenAfterMs;
      const written = sighting
        ? toWritten(sighting)
        : { set: { [expiryName]: toSeconds(untilMs) } };
      await change(beat, { ...written, set: { ...lease, ...written.set } }, signal);
    },
    async see(beat, sighting, signal) {
      await change(beat, toWritten(sighting), signal);
    },
    async note(consumer, sighting, signal) {
      await store.change({ key: keyOf(consumer), ...toWritten(sighting) }, signal);
    },
    async sights(signal) {
      const items = [...(await store.list(signal)).values()];
      return items.flatMap((item) => toSight(item) ?? []);
    },
  };
}

const toSeconds = (ms: number) => Math.ceil(ms / 1000);

type Written = Pick<Change, "set" | "remove">;

function toWritten({ sight, before }: Sighting): Written {
  const { set, remove } = sightToChange(sight, before);
  return { set: { ...set, [expiryName]: toSeconds(forgottenMs(sight)) }, remove };
}

function toMember(item: Item): Member | undefined {
  const { body = "", enteredMs = 0, sentMs = 0, leaseMs = 0, tag = "" } = item;
  if (Object.keys(item).length === 0) return undefined;
  return {
    body: String(body),
    enteredMs: Number(enteredMs),
    sentMs: Number(sentMs),
    leaseMs: Number(leaseMs),
    tag: String(tag),
    sight: toSight(item),
  };
}

export function isNewerBody(newer: Version, older: Version): boolean {
  return newer.enteredMs > older.enteredMs && newer.body !== older.body;
}

/** How old the lease is, while it runs. */
export function ageOf(member: Member | undefined, nowMs: number): number | undefined {
  if (member === undefined) return undefined;
  const ageMs = Math.max(0, nowMs - member.sentMs);
  return ageMs < member.leaseMs ? ageMs : undefined;
}

/** A name that was invented for one beat never keeps a lease. */
export function keeps(member: Member | undefined, leaseMs: number, nowMs: number): boolean {
  const ageMs = ageOf(member, nowMs);
  return ageMs !== undefined && (member?.tag !== "" || ageMs >= keepingShare * leaseMs);
}
