import type { Consumer } from "../../alive/consumers.ts";
import type { State } from "../../alive/state-of.ts";

type Held = {
  readonly partition: number;
  readonly consumer: string | null;
  readonly state?: State;
};

const hourMs = 3_600_000;
const holding: readonly State[] = ["alive", "late", "contested", "joining"];

/**
 * A group as it is told: its partitions by holder, as far as the relay has seen them. One that was held by a consumer
 * that expired or left, and that nobody was given since, is nobody's.
 */
export function toGroupBody(
  [first, ...others]: readonly [Consumer, ...Consumer[]],
  nowMs: number,
): object {
  const members = [first, ...others];
  const topics = new Map<string, Map<number, Held>>();
  // Who holds a partition comes after who held it.
  const isHolding = ({ state }: Consumer) => holding.includes(state);
  for (const member of members.toSorted((a, b) => Number(isHolding(a)) - Number(isHolding(b)))) {
    for (const [topicId, partitions] of member.sight.partitions) {
      const held = topics.get(topicId) ?? new Map<number, Held>();
      topics.set(topicId, held);
      for (const partition of partitions) {
        const { state, sight } = member;
        const holder = isHolding(member) ? { consumer: sight.consumer, state } : { consumer: null };
        held.set(partition, { partition, ...holder });
      }
    }
  }
  const changes = members.flatMap(({ sight }) => sight.changesMs);
  return {
    consumerGroup: first.sight.consumerGroup,
    logsetId: first.sight.logsetId,
    consumers: members.map(({ sight, state }) => ({ consumer: sight.consumer, state })),
    topics: toLists(topics, () => true),
    unheld: toNumbers(topics),
    changesInLastHour: changes.filter((atMs) => atMs > nowMs - hourMs).length,
  };
}

type Topics = ReadonlyMap<string, ReadonlyMap<number, Held>>;

function toLists(topics: Topics, isTold: (held: Held) => boolean): Record<string, Held[]> {
  return Object.fromEntries(
    [...topics].map(([topicId, held]) => {
      const list = [...held.values()].filter(isTold);
      return [topicId, list.sort((a, b) => a.partition - b.partition)];
    }),
  );
}

function toNumbers(topics: Topics): Record<string, number[]> {
  const unheld = Object.entries(toLists(topics, ({ consumer }) => consumer === null));
  return Object.fromEntries(
    unheld
      .filter(([, list]) => list.length > 0)
      .map(([topicId, list]) => [topicId, list.map(({ partition }) => partition)]),
  );
}
