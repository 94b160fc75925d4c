import { describe, expect, test } from "@jest/globals";
import { createLease } from "../../../../lib/ledger/exact/reservation.ts";

/** A lease of second 7 to which the counter has said these totals, each after two more calls. */
function leaseOf(quota: number, ...totals: number[]) {
  const lease = createLease(quota);
  lease.turnTo(7);
  for (const total of totals) lease.add(7, { count: 2, total });
  return lease;
}

describe("what is leased", () => {
  test.each([
    { totals: [2], left: 2, isSpent: false },
    { totals: [2, 4], left: 4, isSpent: false },
    { totals: [2, 6], left: 3, isSpent: true },
    { totals: [5], left: 2, isSpent: true },
    { totals: [6], left: 1, isSpent: true },
    { totals: [7], left: 0, isSpent: true },
    { totals: [900], left: 0, isSpent: true },
  ])("of 5 a second at the totals $totals is $left", ({ totals, left, isSpent }) => {
    expect(leaseOf(5, ...totals)).toMatchObject({ left, isSpent });
  });

  test("is used one by one", () => {
    const lease = leaseOf(5, 2);
    lease.use();
    expect(lease.left).toBe(1);
  });

  test("is lost with its second, and not by turning to the same one", () => {
    const lease = leaseOf(5, 5);
    lease.turnTo(7);
    expect(lease).toMatchObject({ second: 7, left: 2, isSpent: true });
    lease.turnTo(8);
    expect(lease).toMatchObject({ second: 8, left: 0, isSpent: false });
  });

  test("of another second is not taken", () => {
    const lease = leaseOf(5);
    lease.add(6, { count: 2, total: 2 });
    expect(lease.left).toBe(0);
  });
});

describe("what is asked of all", () => {
  test("is the most of this second and the one before", () => {
    const lease = leaseOf(5, 9);
    expect([6, 7, 8].map((second) => lease.asked(second))).toEqual([9, 9, 9]);
    lease.turnTo(8);
    expect(lease.asked(8)).toBe(9);
    lease.add(8, { count: 2, total: 12 });
    expect(lease.asked(8)).toBe(12);
  });

  test("is not known of long ago", () => {
    const lease = leaseOf(5, 9);
    expect(lease.asked(9)).toBe(0);
    lease.turnTo(9);
    expect(lease.asked(9)).toBe(0);
  });
});
