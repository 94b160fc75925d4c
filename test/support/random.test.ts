import { expect, test } from "@jest/globals";
import { createRandom, exponentialMs, uniform } from "./random.ts";

const many = (next: () => number) => Array.from({ length: 20_000 }, next);
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

test("the same seed gives the same numbers, another seed other ones", () => {
  const first = many(createRandom(7));
  expect(many(createRandom(7))).toEqual(first);
  expect(many(createRandom(8))).not.toEqual(first);
});

test("numbers lie from 0 to below 1, each tenth as often", () => {
  const perTenth = Array.from({ length: 10 }, () => 0);
  for (const value of many(createRandom(1))) {
    expect(value >= 0 && value < 1).toBe(true);
    const tenth = Math.floor(value * 10);
    perTenth[tenth] = (perTenth[tenth] ?? 0) + 1;
  }
  for (const count of perTenth) expect(Math.abs(count - 2000)).toBeLessThan(200);
});

test("waits by chance have their mean, and ranges their ends", () => {
  const random = createRandom(2);
  expect(mean(many(() => exponentialMs(random, 100)))).toBeCloseTo(100, -1);
  expect(mean(many(() => uniform(random, 20, 80)))).toBeCloseTo(50, 0);
  expect(uniform(() => 0, 20, 80)).toBe(20);
});
