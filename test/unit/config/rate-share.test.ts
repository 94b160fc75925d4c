import { expect, test } from "@jest/globals";
import { shareOf } from "../../../lib/config/rate-share.ts";

const budget = { ratePerSecond: 20, schedulePerSecond: 5, sandboxes: 3 };

test.each([
  ["all", 20],
  ["schedule", 5],
  ["http", 5],
] as const)("%s has %d a second", (share, perSecond) => {
  expect(shareOf(budget, share)).toBe(perSecond);
});

test("a part is rounded down to whole calls, so that all parts together keep within the rate", () => {
  expect(shareOf({ ...budget, sandboxes: 4 }, "http")).toBe(3);
  expect(shareOf({ ...budget, ratePerSecond: 7, sandboxes: 4 }, "http")).toBe(0.5);
});

test("the schedule and all sandboxes together never have more than the rate", () => {
  const together = shareOf(budget, "schedule") + budget.sandboxes * shareOf(budget, "http");
  expect(together).toBe(budget.ratePerSecond);
});
