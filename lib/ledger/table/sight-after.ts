import { afterCall, afterWord, type Word } from "../after-call.ts";
import { type Claimed, wordAgainst } from "../claim.ts";
import type { Departure, Entry } from "../ledger.ts";
import { type Call, type CallFacts, freeMsOf, isUnknown, type Sight } from "../sight.ts";
import { toAsking } from "../sights.ts";
import type { Roster } from "./roster.ts";
import type { SharedTime } from "./shared-time.ts";

export type Ended = Pick<
  Call,
  "sentMs" | "endedMs" | "cadenceMs" | "isRenewed" | "unrecordedMs"
> & {
  readonly facts: CallFacts | undefined;
};

/** What is seen of a consumer from now on; undefined where nobody is to see it. */
export function sightAfter(
  before: Sight | undefined,
  entry: Entry,
  { facts, ...ended }: Ended,
): Sight | undefined {
  const asking = toAsking(entry);
  if (asking === undefined || facts === undefined) return undefined;
  return afterCall(before, { ...facts, ...ended, ...asking, leaseMs: entry.leaseMs });
}

/** Gives when CLS frees the partitions, or who else holds the name, so that the word does not count. */
export async function takeWord(
  { consumer, origin, key, leaseMs }: Departure,
  { word, roster, time }: { word: Word; readonly roster: Roster; readonly time: SharedTime },
  signal: AbortSignal,
): Promise<number | Claimed> {
  const member = await roster.find(consumer, signal);
  const nowMs = Math.ceil(time.nowMs());
  const before = member?.sight;
  if (isUnknown(before, origin)) return nowMs;
  const asking = { origin, key: key.name, leaseMs };
  const claimed = wordAgainst(before, asking, { word, nowMs });
  if (claimed) return claimed;
  const sight = afterWord(before, asking, { word, nowMs });
  await roster.note(consumer, { before, sight }, signal);
  return freeMsOf(sight);
}

/** What one process saw keeps nobody out: others may have seen more. */
export function withoutFence({ origin, ...entry }: Entry): Entry {
  return origin ? { ...entry, origin: { ...origin, isFenced: false } } : entry;
}
