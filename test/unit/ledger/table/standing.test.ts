import { describe, expect, test } from "@jest/globals";
import { standingOf } from "../../../../lib/ledger/table/standing.ts";
import { emptySlots, type Slots } from "../../../../lib/ledger/table/slots.ts";

const nowMs = 10_000;

/** Twenty credits, so many of them held by each key. */
function slotsOf(
  used: Readonly<Record<string, number>>,
  held: Readonly<Record<string, number>> = {},
) {
  const credits = Object.entries(used).flatMap(([tag, count]) =>
    Array.from({ length: count }, () => ({ freeMs: nowMs + 1, tag, before: [] })),
  );
  while (credits.length < 20) credits.push({ freeMs: nowMs, tag: "idle", before: [] });
  const leases = Object.entries(held).map(([tag, count]) => ({
    tag,
    count,
    leaseMs: 40_000,
    endBucket: 2,
  }));
  return { ...emptySlots(0), credits, leases } satisfies Slots;
}

describe("a key", () => {
  test("that is alone has all of the rate", () => {
    const alone = { isOver: false, areOthersOver: false };
    expect(standingOf(slotsOf({ a: 20 }), "a", nowMs)).toMatchObject(alone);
  });

  test("of two alike has half, and is over it from half as much again and one call on", () => {
    const standing = (a: number) => standingOf(slotsOf({ a, b: 1 }), "a", nowMs);
    expect([standing(16).isOver, standing(17).isOver]).toEqual([false, true]);
  });

  test("that keeps more leases has a greater share", () => {
    const held = { a: 40, b: 100 };
    const standing = (a: number) => standingOf(slotsOf({ a, b: 1 }, held), "a", nowMs);
    // 60 of 180 are a third; 1.5 times 6.7, and one.
    expect([standing(11).isOver, standing(12).isOver]).toEqual([false, true]);
  });

  test("that keeps leases is counted before it has a credit, so that another gives way in time", () => {
    const standing = (a: number, held = {}) => standingOf(slotsOf({ a }, held), "a", nowMs);
    expect(standing(17, { b: 1 }).isOver).toBe(true);
    expect(standing(17, { b: -1 }).isOver).toBe(false);
    expect(standing(17, { "": 1 }).isOver).toBe(false);
  });

  test("that holds nothing yet is counted too, and sees that others are over", () => {
    const standing = (a: number) => standingOf(slotsOf({ a }), "b", nowMs);
    expect(standing(17)).toMatchObject({ isOver: false, areOthersOver: true });
    expect(standing(16)).toMatchObject({ isOver: false, areOthersOver: false });
  });
});

describe("for its batches a key", () => {
  test("has room below its share, and below three quarters of all", () => {
    const hasRoom = (used: Record<string, number>) => standingOf(slotsOf(used), "a", nowMs).hasRoom;
    expect([hasRoom({ a: 14 }), hasRoom({ a: 15 })]).toEqual([true, false]);
    expect([hasRoom({ a: 9, b: 1 }), hasRoom({ a: 10, b: 1 })]).toEqual([true, false]);
  });

  test("sees sooner than else that another has more than its share", () => {
    const areOthersAbove = (b: number) =>
      standingOf(slotsOf({ a: 1, b }), "a", nowMs).areOthersAbove;
    // A quarter more than half of 20, and one.
    expect([areOthersAbove(13), areOthersAbove(14)]).toEqual([false, true]);
    expect(standingOf(slotsOf({ a: 16, b: 1 }), "a", nowMs).areOthersAbove).toBe(false);
  });
});

test("a credit that was given back ahead of its time is nobody's", () => {
  const { credits, ...slots } = slotsOf({ a: 18 });
  const [first, ...rest] = credits;
  if (first === undefined) throw new Error("no credits");
  const standing = standingOf({ ...slots, credits: [{ ...first, tag: "" }, ...rest] }, "a", nowMs);
  expect(standing).toMatchObject({ isOver: false, areOthersOver: false });
});

test("a count of leases that fell below none counts as none", () => {
  const standing = standingOf(slotsOf({ a: 17, b: 1 }, { a: -30 }), "a", nowMs);
  expect(standing.isOver).toBe(true);
  expect(standingOf(slotsOf({ a: 16, b: 1 }, { a: -30 }), "a", nowMs).isOver).toBe(false);
});
