import { afterCall, afterLeave } from "../after-call.ts";
import type { Departure, Entry } from "../ledger.ts";
import { type Call, type CallFacts, freeMsOf, type Sight } from "../sight.ts";
import { toAsking } from "../sights.ts";
import type { Roster } from "./roster.ts";
import type { SharedTime } from "./shared-time.ts";

export type Ended = Pick<Call, "sentMs" | "endedMs" | "cadenceMs" | "isRenewed"> & {
  readonly facts: CallFacts | undefined;
};

/** What is seen of a consumer from now on; undefined where nobody is to see it. */
export function seenAfter(
  before: Sight | undefined,
  entry: Entry,
  { facts, ...ended }: Ended,
): Sight | undefined {
  const asking = toAsking(entry);
  if (asking === undefined || facts === undefined) return undefined;
  return afterCall(before, { ...facts, ...ended, ...asking, leaseMs: entry.leaseMs });
}

/** Gives when CLS frees the partitions. A beat that has come meanwhile counts for more. */
export async function leave(
  { consumer, origin, key, leaseMs }: Departure,
  { roster, time }: { readonly roster: Roster; readonly time: SharedTime },
  signal: AbortSignal,
): Promise<number> {
  const member = await roster.find(consumer, signal);
  const nowMs = Math.ceil(time.nowMs());
  const sight = afterLeave(member?.sight, { origin, key: key.name, leaseMs }, nowMs);
  const { body = "", enteredMs = nowMs } = member ?? {};
  const entry = { consumer, body, key, leaseMs, isBulk: false };
  await roster.see({ entry, version: { body, enteredMs } }, sight, signal);
  return freeMsOf(sight, nowMs);
}

/** What one process saw keeps nobody out: others may have seen more. */
export function withoutFence({ origin, ...entry }: Entry): Entry {
  return origin ? { ...entry, origin: { ...origin, isFenced: false } } : entry;
}
