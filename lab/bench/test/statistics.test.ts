import { describe, expect, test } from "@jest/globals";
import { median, percentile, slices, spread, spreadOfPairs, spreadOfRatio } from "../statistics.ts";

describe("median", () => {
  test.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[7], 7],
    [[10, 9, 100], 10],
    [[], NaN],
  ])("of %j is %d", (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  test("leaves the order of the values alone", () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe("percentile", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  test.each([
    [0.5, 50],
    [0.99, 99],
    [1, 100],
    [0, 1],
  ])("of 1 to 100 at %d is %d", (fraction, expected) => {
    expect(percentile(hundred, fraction)).toBe(expected);
  });

  test("is a value that was measured, never one in between", () => {
    expect(percentile([1, 2], 0.5)).toBe(1);
    expect(percentile([1, 2], 0.51)).toBe(2);
  });

  test("of nothing is not a number", () => {
    expect(percentile([], 0.5)).toBeNaN();
  });
});

test("a spread is the median between least and most", () => {
  expect(spread([5, 1, 3])).toEqual({ value: 3, least: 1, most: 5 });
});

describe("spreadOfRatio", () => {
  test("divides the medians, and takes its range from values of the same round", () => {
    expect(spreadOfRatio([1, 2, 6], [2, 10, 3])).toEqual({ value: 2 / 3, least: 0.2, most: 2 });
  });

  test("refuses values that were not measured together", () => {
    expect(() => spreadOfRatio([1, 2], [1])).toThrow("same rounds");
  });
});

test("a disturbance that both of a pair meet is not in the spread of pairs", () => {
  const theirs = Array.from({ length: 100 }, (_, index) => (index < 55 ? 100 : 300));
  const ours = theirs.map((value) => value * 1.2);
  expect(spreadOfPairs(ours, theirs)).toEqual({ value: 1.2, least: 1.2, most: 1.2 });
  ours.fill(1000, 10, 20);
  expect(spreadOfPairs(ours, theirs)).toEqual({ value: 1.2, least: 1.2, most: 10 });
});

test("slices are of equal length, in order, without what is left over", () => {
  expect(slices([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
});
