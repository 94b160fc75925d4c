import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { countPartitions, partitionsNotIn, type Topics } from "../../../lib/heartbeat/heartbeat.ts";

// Few names and numbers, so that two assignments overlap.
const topics = fc
  .uniqueArray(
    fc.tuple(fc.constantFrom("a", "b", "constructor"), fc.uniqueArray(fc.nat(6), { maxLength: 6 })),
    { selector: ([topicId]) => topicId },
  )
  .map((entries): Topics => new Map(entries));

/** Every partition as one word, so that topics compare as sets. */
const wordsOf = (of: Topics) =>
  [...of].flatMap(([topicId, list]) => list.map((partition) => `${topicId}/${partition}`));

test("reported less revoked plus added is what is assigned", () => {
  fc.assert(
    fc.property(topics, topics, (reported, assigned) => {
      const before = wordsOf(reported);
      const added = wordsOf(partitionsNotIn(assigned, reported));
      const revoked = wordsOf(partitionsNotIn(reported, assigned));
      const kept = before.filter((partition) => !revoked.includes(partition));
      expect([...kept, ...added].toSorted()).toEqual(wordsOf(assigned).toSorted());
      expect(revoked.every((partition) => before.includes(partition))).toBe(true);
      expect(added.some((partition) => before.includes(partition))).toBe(false);
    }),
  );
});

test("counts what the set holds, and names no topic without partitions", () => {
  fc.assert(
    fc.property(topics, topics, (one, other) => {
      const missing = partitionsNotIn(one, other);
      expect(countPartitions(missing)).toBe(wordsOf(missing).length);
      expect([...missing.values()].every((partitions) => partitions.length > 0)).toBe(true);
    }),
  );
});
