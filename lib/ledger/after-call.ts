import { type Asking, claimAfterSilence, claimsAfter } from "./claim.ts";
import { cadenceShare } from "./lease.ts";
import { type Call, holds, type Partitions, type Sight } from "./sight.ts";

const mostChanges = 10;
const hourMs = 3_600_000;
const nothing: readonly number[] = [];

/** More topics, or longer names, are not remembered of a consumer that was never accepted: anybody can invent one. */
const mostTopics = 50;
const mostCharacters = 4000;

function fewOf(topicIds: readonly string[] = []): readonly string[] {
  const isShort = topicIds.length <= mostTopics && topicIds.join("").length <= mostCharacters;
  return isShort ? topicIds : [];
}

/** The sight of a consumer after a call for it. */
export function afterCall(before: Sight | undefined, call: Call): Sight {
  const { origin, key, leaseMs, sentMs, endedMs, outcome, upstreamCode } = call;
  const { logsetId, consumerGroup, consumer, alias } = origin;
  const sight = {
    cadenceMs: call.cadenceMs,
    partitions: new Map(fewOf(origin.topicIds).map((topicId) => [topicId, nothing])),
    changesMs: [],
    ...before,
    ...{ logsetId, consumerGroup, consumer, alias: alias ?? before?.alias },
    ...{ key, leaseMs, attempt: { atMs: sentMs, outcome, upstreamCode } },
    ...((call.isRenewed || call.mayBeTaken) && { takenMs: endedMs }),
    ...(!call.isRenewed && !origin.isScheduled && { provenMs: sentMs }),
    ...(call.unrecordedMs !== undefined && { unrecordedMs: call.unrecordedMs }),
  };
  if (!call.isRenewed) {
    const { failures = 0, failingSinceMs = sentMs } = before ?? {};
    const claim = claimAfterSilence(before, call);
    return { ...sight, ...claim, failures: failures + 1, failingSinceMs };
  }
  const { partitions = sight.partitions } = call;
  const isChanged = toText(partitions) !== toText(sight.partitions);
  const recent = sight.changesMs.filter((atMs) => atMs > endedMs - hourMs);
  return {
    ...sight,
    partitions,
    changesMs: isChanged ? [...recent, endedMs].slice(-mostChanges) : sight.changesMs,
    renewedMs: sentMs,
    joinedMs: before && holds(before, sentMs) ? before.joinedMs : sentMs,
    cadenceMs: Math.max(call.cadenceMs, intervalMs(before, sentMs)),
    ...claimsAfter(before, call),
    renewals: (before?.renewals ?? 0) + 1,
    failingSinceMs: undefined,
    leftMs: (before?.leftMs ?? 0) > sentMs ? before?.leftMs : undefined,
  };
}

/** The same for the same partitions, in whatever order. */
function toText(partitions: Partitions): string {
  const held = [...partitions].filter(([, list]) => list.length > 0);
  return JSON.stringify(held.map(([id, list]) => [id, list.toSorted((a, b) => a - b)]).sort());
}

/** Since the last beat, where it kept the lease. */
function intervalMs(before: Sight | undefined, sentMs: number): number {
  const { renewedMs = -Infinity, leaseMs = 0 } = before ?? {};
  return sentMs - renewedMs < leaseMs ? sentMs - renewedMs : 0;
}

/** What is told of a consumer besides calls, and what became of a beat that told it and was not sent. */
const words = {
  left: { name: "leftMs", outcome: "left" },
  alive: { name: "provenMs", outcome: "throttled" },
  failed: { name: "failedMs", outcome: "failed" },
} as const;

export type Word = keyof typeof words;

/** The sight of a consumer of which something was told besides calls. */
export function afterWord(
  before: Sight | undefined,
  { origin, key, leaseMs }: Asking & Pick<Call, "leaseMs">,
  { word, nowMs }: { readonly word: Word; readonly nowMs: number },
): Sight {
  const cadenceMs = cadenceShare * leaseMs;
  const call = { origin, key, leaseMs, cadenceMs, sentMs: nowMs, endedMs: nowMs };
  const { name, outcome } = words[word];
  const sight = before ?? {
    ...afterCall(undefined, { ...call, outcome, isRenewed: false }),
    ...{ failures: 0, failingSinceMs: undefined },
  };
  return { ...sight, [name]: nowMs };
}
