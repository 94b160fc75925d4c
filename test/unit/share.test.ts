import { expect, test } from "@jest/globals";
import { shareOf } from "../../lib/share.ts";

const budget = { ratePerSecond: 20, schedulePerSecond: 5, sandboxes: 4 };

test.each([
  ["all", 20],
  ["schedule", 5],
  ["http", 3.75],
] as const)("%s has %d a second", (share, perSecond) => {
  expect(shareOf(budget, share)).toBe(perSecond);
});

test("the schedule and all sandboxes together never have more than the rate", () => {
  const together = shareOf(budget, "schedule") + budget.sandboxes * shareOf(budget, "http");
  expect(together).toBe(budget.ratePerSecond);
});
