import { expect, test } from "@jest/globals";
import { createRetryBudget } from "../../../lib/relay/retry-budget.ts";

const take = (budget: { take(urgent: boolean): boolean }, times: number) =>
  Array.from({ length: times }, () => budget.take(true));

function callTimes(budget: { called(): void }, times: number) {
  for (let count = 0; count < times; count += 1) budget.called();
}

test("ten retries are there from the start, and no eleventh", () => {
  const budget = createRetryBudget();
  expect(budget.left).toBe(10);
  expect(take(budget, 10)).not.toContain(false);
  expect(budget.left).toBe(0);
  expect(budget.take(true)).toBe(false);
});

test("a refused retry costs nothing", () => {
  const budget = createRetryBudget();
  take(budget, 15);
  expect(budget.left).toBe(0);
});

test("ten calls earn one retry, nine do not", () => {
  const budget = createRetryBudget();
  take(budget, 10);
  callTimes(budget, 9);
  expect(budget.left).toBe(0.9);
  expect(budget.take(true)).toBe(false);
  budget.called();
  expect(take(budget, 2)).toEqual([true, false]);
});

test("calls fill the bucket up to ten and no further", () => {
  const budget = createRetryBudget();
  callTimes(budget, 1000);
  expect(budget.left).toBe(10);
  budget.take(true);
  callTimes(budget, 9);
  expect(budget.left).toBe(9.9);
  callTimes(budget, 2);
  expect(budget.left).toBe(10);
});

test("both figures can be chosen", () => {
  const budget = createRetryBudget({ capacity: 2, refillPerCall: 0.5 });
  expect(take(budget, 3)).toEqual([true, true, false]);
  callTimes(budget, 2);
  expect(take(budget, 2)).toEqual([true, false]);
  expect(createRetryBudget({ capacity: 3 }).left).toBe(3);
});

test("the last half is left to those whose lease is about to end", () => {
  const budget = createRetryBudget();
  const calm = Array.from({ length: 6 }, () => budget.take(false));
  expect(calm).toEqual([true, true, true, true, true, false]);
  expect(budget.left).toBe(5);
  expect(take(budget, 6)).toEqual([true, true, true, true, true, false]);
  expect(budget.left).toBe(0);
});
