import type { Consumer } from "../../alive/consumers.ts";
import { toRecord } from "../../heartbeat/heartbeat.ts";
import { type Claim, freeMsOf } from "../../ledger/sight.ts";

/** A time as it is told; absent where there is none. */
function toTime(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

function toSender({ key, instance }: Claim) {
  return { key, instance };
}

/** A consumer as it is told: what is not known is left out. */
export function toConsumerBody({ sight, state, mayHaveEnded, missed }: Consumer): object {
  const { renewedMs, leaseMs, attempt, holder, rival, contestedMs, leftMs } = sight;
  return {
    consumerGroup: sight.consumerGroup,
    consumer: sight.consumer,
    logsetId: sight.logsetId,
    state,
    ...(mayHaveEnded && { mayHaveEnded }),
    topics: toRecord(sight.partitions),
    changedAt: toTime(sight.changesMs.at(-1)),
    joinedAt: toTime(sight.joinedMs),
    renewedAt: toTime(renewedMs),
    leaseEndsAt: toTime(renewedMs === undefined ? undefined : renewedMs + leaseMs),
    leaseSeconds: leaseMs / 1000,
    cadenceSeconds: sight.cadenceMs / 1000,
    missed,
    alias: sight.alias,
    key: sight.key,
    instance: holder?.instance,
    lastAttempt: attempt && {
      at: toTime(attempt.atMs),
      outcome: attempt.outcome,
      upstreamCode: attempt.upstreamCode,
    },
    ...(contestedMs !== undefined &&
      holder && {
        contested: {
          at: toTime(contestedMs),
          by: [holder, ...(rival ? [rival] : [])].map(toSender),
        },
      }),
    ...(leftMs !== undefined && {
      leftAt: toTime(leftMs),
      freeAt: toTime(freeMsOf(sight)),
    }),
  };
}
