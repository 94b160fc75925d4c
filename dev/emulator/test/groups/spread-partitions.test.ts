import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Holder, spreadPartitions } from "../../groups/spread-partitions.ts";

const first = (count: number) => Array.from({ length: count }, (_, partition) => partition);

const newcomer = (consumer: string, reported: number[] = []): Holder => ({
  consumer,
  assigned: [],
  reported,
});

/** The last one first, so that those with the larger shares do not come first by chance. */
const asHolders = (spread: Map<string, number[]>): Holder[] =>
  [...spread].map(([consumer, assigned]) => ({ consumer, assigned, reported: [] })).toReversed();

const balanced = (partitionCount: number, consumers: number) =>
  spreadPartitions(
    first(partitionCount),
    Array.from({ length: consumers }, (_, index) => newcomer(`c${index}`)),
  );

const movedBetween = (before: Map<string, number[]>, after: Map<string, number[]>) =>
  [...before].flatMap(([consumer, partitions]) =>
    partitions.filter((partition) => !after.get(consumer)?.includes(partition)),
  );

const sizes = { partitionCount: fc.nat(40), consumers: fc.integer({ min: 1, max: 12 }) };

describe("spreading partitions", () => {
  test("gives everything to a lone consumer", () => {
    expect(spreadPartitions(first(3), [newcomer("a")])).toEqual(new Map([["a", [0, 1, 2]]]));
  });

  test("gives nothing to nobody", () => {
    expect(spreadPartitions(first(3), [])).toEqual(new Map());
  });

  test("gives a consumer what it reports, as far as its share goes", () => {
    const spread = spreadPartitions(first(4), [newcomer("a", [3, 1, 0]), newcomer("b", [2, 3])]);
    expect(spread.get("a")).toEqual([1, 3]);
    expect(spread.get("b")).toEqual([0, 2]);
  });

  test("lets a consumer that must give up some keep those it is working on", () => {
    const holder = { consumer: "a", assigned: [0, 1, 2, 3], reported: [3, 2] };
    const spread = spreadPartitions(first(4), [holder, newcomer("b")]);
    expect(spread.get("a")).toEqual([2, 3]);
  });

  test("ignores reported partitions that the topic does not have", () => {
    expect(spreadPartitions(first(2), [newcomer("a", [7])]).get("a")).toEqual([0, 1]);
  });

  test("one more consumer receives its share and nothing else moves", () => {
    fc.assert(
      fc.property(sizes.partitionCount, sizes.consumers, (partitionCount, consumers) => {
        const before = balanced(partitionCount, consumers);
        const after = spreadPartitions(first(partitionCount), [
          ...asHolders(before),
          newcomer("new"),
        ]);
        const moved = movedBetween(before, after);
        expect(moved.toSorted()).toEqual(after.get("new")?.toSorted());
        expect(moved).toHaveLength(Math.floor(partitionCount / (consumers + 1)));
      }),
    );
  });

  test("when a consumer leaves, only its own partitions move", () => {
    fc.assert(
      fc.property(
        sizes.partitionCount,
        sizes.consumers,
        fc.nat(),
        (partitionCount, consumers, n) => {
          const before = balanced(partitionCount, consumers + 1);
          const leaver = `c${n % (consumers + 1)}`;
          const staying = asHolders(before).filter(({ consumer }) => consumer !== leaver);
          const after = spreadPartitions(first(partitionCount), staying);
          before.delete(leaver);
          expect(movedBetween(before, after)).toEqual([]);
        },
      ),
    );
  });
});
