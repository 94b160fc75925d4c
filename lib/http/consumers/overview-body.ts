import { byGroup } from "../../alive/by-group.ts";
import type { Consumer, Rate } from "../../alive/consumers.ts";
import { countStates } from "../../alive/count-states.ts";
import { holdingStates } from "../../alive/state-of.ts";
import type { Sample } from "../../alive/transition.ts";
import { errorTable, isErrorCode } from "../../heartbeat/error-table.ts";
import { toGroupBody } from "./group-body.ts";

type Overview = {
  /** Those that the key may see. */
  readonly consumers: readonly Consumer[];
  /** All that the relay knows of, for sums. */
  readonly all: readonly Consumer[];
  readonly samples: readonly Sample[] | undefined;
  readonly rate: Rate;
  readonly basePath: string;
};

/** The relay at a glance. `at` is the relay's own clock, by which what is told of leases runs down. */
export function toOverviewBody(
  { consumers, all, samples, rate, basePath }: Overview,
  nowMs: number,
): object {
  return {
    at: new Date(nowMs).toISOString(),
    rate: toRateBody(rate, all),
    consumers: countStates(consumers),
    groups: byGroup(consumers).map((members) => toGroupBody(members, nowMs)),
    lastFailure: lastFailure(consumers, basePath),
    samples: samples?.map(({ atMs, ...sums }) => ({ at: new Date(atMs).toISOString(), ...sums })),
  };
}

/** What is used of the rate now: slots where they are known, else what the leases that are held need. */
function toRateBody({ perSecond, carries, slotsUsed }: Rate, all: readonly Consumer[]): object {
  const held = all.filter(({ state }) => holdingStates.includes(state));
  const needed = held.reduce((sum, { sight }) => sum + 1000 / sight.cadenceMs, 0);
  const used = slotsUsed ?? Math.round(needed * 10) / 10;
  return { perSecond, used, held: held.length, carries };
}

/** The last heartbeat that failed, of those after which the consumer sent no other. */
function lastFailure(consumers: readonly Consumer[], basePath: string): object | undefined {
  const failures = consumers.flatMap(({ sight }) => {
    const { consumerGroup, consumer, logsetId, attempt } = sight;
    if (attempt === undefined || !isErrorCode(attempt.outcome)) return [];
    const { atMs, outcome: code, upstreamCode } = attempt;
    return [{ atMs, told: { consumerGroup, consumer, logsetId, code, upstreamCode } }];
  });
  const [last] = failures.sort((one, other) => other.atMs - one.atMs);
  return (
    last && {
      ...last.told,
      at: new Date(last.atMs).toISOString(),
      title: errorTable[last.told.code].title,
      type: `${basePath}/problems/${last.told.code}`,
    }
  );
}
