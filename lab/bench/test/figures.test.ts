import { describe, expect, test } from "@jest/globals";
import { type Figure, ratio, showMore, showValue, verdictOf } from "../figures.ts";

const figure = (more: Partial<Figure>): Figure => ({ name: "f", unit: "÷", value: 1, ...more });

describe("a verdict", () => {
  test.each([
    [0.449, "pass"],
    [0.45, "pass"],
    [0.451, "miss"],
    [NaN, "miss"],
  ])("on %d against 0.45 is a %s", (value, expected) => {
    expect(verdictOf(figure({ value, bar: 0.45 }))).toBe(expected);
  });

  test("is not softened by the table's rounding", () => {
    const near = figure({ value: 0.4501, bar: 0.45 });
    expect(showValue(near.value, near.unit)).toBe("0.450");
    expect(verdictOf(near)).toBe("miss");
  });

  test("is not given where there is no bar", () => {
    expect(verdictOf(figure({}))).toBeUndefined();
  });
});

test("a ratio has its range, and a bar only where one is set", () => {
  const value = { value: 0.5, least: 0.4, most: 0.6 };
  expect(ratio("r", value, 0.55)).toEqual({ name: "r", unit: "÷", ...value, bar: 0.55 });
  expect(ratio("r", value)).not.toHaveProperty("bar");
});

test.each([
  [12.345, "ms", "12.35 ms"],
  [39.96, "µs", "40.0 µs"],
  [104.7, "KB", "104.7 KB"],
  [0.4444, "÷", "0.444"],
] as const)("%d %s is shown as %s", (value, unit, expected) => {
  expect(showValue(value, unit)).toBe(expected);
});

test.each([
  [{ unit: "ms", least: 1, most: 2 }, "1.00 … 2.00"],
  [{ unit: "ms", p99: 3 }, "p99 3.00 ms"],
  [{ unit: "KB", gzipped: 34.8 }, "gzipped 34.8 KB"],
  [{}, ""],
] as const)("what else is known of %j is shown as %j", (more, expected) => {
  expect(showMore(figure(more))).toBe(expected);
});
