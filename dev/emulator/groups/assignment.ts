import { type Holder, spreadPartitions } from "./spread-partitions.ts";

/** Which partitions of a topic are meant for whom. */
export type Assign = (
  partitions: readonly number[],
  holders: readonly Holder[],
) => Map<string, number[]>;

export type AssignmentName = "balanced" | "sticky" | "unbalanced";

/**
 * How a group shares out its partitions; a loop must be right for each of them.
 *
 * - `balanced`: sizes differ by at most one, as few as possible move;
 * - `sticky`: nothing moves from a living consumer, what is free goes to those with the fewest;
 * - `unbalanced`: the consumer that joined first has all but one for each of the others.
 */
export const assignments: Readonly<Record<AssignmentName, Assign>> = {
  balanced: spreadPartitions,

  sticky: (partitions, holders) => {
    const kept = new Map<string, number[]>();
    const free = new Set(partitions);
    for (const { consumer, assigned } of holders) {
      kept.set(
        consumer,
        assigned.filter((partition) => free.delete(partition)),
      );
    }
    for (const partition of free) {
      const [poorest] = [...kept.values()].toSorted((a, b) => a.length - b.length);
      poorest?.push(partition);
    }
    return kept;
  },

  unbalanced: (partitions, [first, ...others]) => {
    if (first === undefined) return new Map();
    const ones = others.map(({ consumer }, index): [string, number[]] => [
      consumer,
      partitions.slice(1).slice(index, index + 1),
    ]);
    const given = new Set(ones.flatMap(([, list]) => list));
    const rest = partitions.filter((partition) => !given.has(partition));
    return new Map([[first.consumer, rest], ...ones]);
  },
};
