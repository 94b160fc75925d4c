import type { Members } from "../../alive/by-group.ts";
import { type Held, holdersOf, unheldOf } from "../../alive/holders.ts";

const hourMs = 3_600_000;

/** A group as it is told: its partitions by holder. */
export function toGroupBody(members: Members, nowMs: number): object {
  const [first] = members;
  const holders = holdersOf(members);
  const changes = members.flatMap(({ sight }) => sight.changesMs);
  return {
    consumerGroup: first.sight.consumerGroup,
    logsetId: first.sight.logsetId,
    consumers: members.map(({ sight, state }) => ({ consumer: sight.consumer, state })),
    topics: toLists(holders, toHolder),
    unheld: toLists(unheldOf(holders), ({ partition }) => partition),
    changesInLastHour: changes.filter((atMs) => atMs > nowMs - hourMs).length,
  };
}

function toHolder({ partition, member: { sight, state }, isHeld }: Held): object {
  return { partition, ...(isHeld ? { consumer: sight.consumer, state } : { consumer: null }) };
}

function toLists<Told>(
  topics: ReadonlyMap<string, readonly Held[]>,
  tell: (held: Held) => Told,
): Record<string, Told[]> {
  return Object.fromEntries([...topics].map(([topicId, held]) => [topicId, held.map(tell)]));
}
