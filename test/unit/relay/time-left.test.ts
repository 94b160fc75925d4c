import { expect, test } from "@jest/globals";
import { beatBudgetMs, remainingTimeMs } from "../../../lib/relay/time-left.ts";

test.each([
  ["the relay's deadline", 3000, 10_000, 8000, 3000],
  ["the caller's wait", 3000, 10_000, 1000, 1000],
  ["the host's remaining time less a margin", 3000, 1250, 2000, 1000],
])("the least counts: %s", (_name, deadlineMs, remainingMs, waitMs, budgetMs) => {
  expect(beatBudgetMs(deadlineMs, remainingMs, waitMs)).toBe(budgetMs);
});

test("a caller that names no wait leaves the deadline as it is", () => {
  expect(beatBudgetMs(3000, Infinity)).toBe(3000);
});

test("a caller that does not want to wait leaves nothing", () => {
  expect(beatBudgetMs(3000, 10_000, 0)).toBe(0);
});

test("a host about to stop leaves nothing", () => {
  expect(beatBudgetMs(3000, 249)).toBeLessThanOrEqual(0);
});

test("the remaining time is the host's own word", () => {
  expect(remainingTimeMs({ getRemainingTimeInMillis: () => 1234 })).toBe(1234);
});

test("a host that tells none leaves all there is", () => {
  expect(remainingTimeMs({})).toBe(Infinity);
});
