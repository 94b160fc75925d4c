import type { Consumer } from "./consumers.ts";
import { holdingStates } from "./state-of.ts";

/** A partition of a group, and who was seen to have it last. */
export type Held = {
  readonly partition: number;
  readonly member: Consumer;
  /** Whether that one still holds it: of one that expired or left, and that nobody was given since, nobody does. */
  readonly isHeld: boolean;
};

const renewedMsOf = ({ sight: { renewedMs = 0 } }: Consumer) => renewedMs;

/** The partitions of a group by topic, in their order, as far as the relay has seen them. */
export function holdersOf(members: readonly Consumer[]): ReadonlyMap<string, readonly Held[]> {
  const topics = new Map<string, Map<number, Held>>();
  // Of two that were assigned a partition it is that of the newer answer: the other one is not told yet.
  for (const member of members.toSorted((a, b) => renewedMsOf(a) - renewedMsOf(b))) {
    for (const [topicId, partitions] of member.sight.partitions) {
      const held = topics.get(topicId) ?? new Map<number, Held>();
      topics.set(topicId, held);
      for (const partition of partitions) {
        held.set(partition, { partition, member, isHeld: holdingStates.includes(member.state) });
      }
    }
  }
  const inOrder = (held: ReadonlyMap<number, Held>) =>
    [...held.values()].sort((a, b) => a.partition - b.partition);
  return new Map([...topics].map(([topicId, held]) => [topicId, inOrder(held)]));
}

/** The partitions that nobody holds, by topic; topics without any are left out. */
export function unheldOf(
  holders: ReadonlyMap<string, readonly Held[]>,
): ReadonlyMap<string, readonly Held[]> {
  const unheld = [...holders].map(([topicId, held]) => {
    return [topicId, held.filter(({ isHeld }) => !isHeld)] as const;
  });
  return new Map(unheld.filter(([, held]) => held.length > 0));
}
