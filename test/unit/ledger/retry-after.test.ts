import { describe, expect, test } from "@jest/globals";
import { createReturns, type Refusal } from "../../../lib/ledger/retry-after.ts";

const refusal: Refusal = {
  nowMs: 1000,
  nextSlotMs: 1100,
  freeSlotMs: 1500,
  leaseEndsMs: Infinity,
};

const setUp = (chance = 0) => createReturns({ spacingMs: 100, random: () => chance });

describe("who is refused comes back", () => {
  test("behind those who wait, and each behind the ones before it", () => {
    const returns = setUp();
    expect([1, 2, 3].map(() => returns.assignMs(refusal))).toEqual([500, 600, 700]);
    expect(returns.assignMs({ ...refusal, freeSlotMs: 2500 })).toBe(1500);
  });

  test.each([
    ["up to a slot later by chance", 1500, 550],
    ["up to a tenth of the time ahead later where that is longer", 5000, 4200],
    ["as late where that is just as long as anybody is sent away", 11_000, 10_500],
    ["in the second half of the longest time where it is more", 11_001, 7500],
  ])("%s", (_when, freeSlotMs, returnMs) => {
    expect(setUp(0.5).assignMs({ ...refusal, freeSlotMs })).toBe(returnMs);
  });

  test("without a slot of its own where it is sent no further", () => {
    const returns = setUp();
    const far = { ...refusal, freeSlotMs: 11_001 };
    expect([far, far, refusal].map((one) => returns.assignMs(one))).toEqual([10_000, 10_000, 500]);
  });

  test.each([
    ["at half of what is left of its lease", 1400, 200],
    ["not before the next slot", 1100, 100],
    ["in its turn where its lease ends late", 9000, 500],
    ["in its turn where its lease ends now", 1000, 500],
    ["in its turn where its lease has ended", 900, 500],
  ])("%s", (_when, leaseEndsMs, returnMs) => {
    expect(setUp().assignMs({ ...refusal, leaseEndsMs })).toBe(returnMs);
  });
});
