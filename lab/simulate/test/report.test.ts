import { describe, expect, test } from "@jest/globals";
import { atLeast, atMost, type Figure, type Part, verdictOf } from "../figures.ts";
import { parseOptions } from "../options.ts";
import { renderPage } from "../report/page.ts";
import { missesOf, toRows } from "../report/rows.ts";

const kept: Figure = { name: "kept", value: 99.98, digits: 1, unit: "%", ...atLeast(99.99) };
const lost: Figure = { name: "lost", value: 0, digits: 0, unit: "", ...atMost(0) };
const plain: Figure = { name: "plain", value: 1.234, digits: 2, unit: "" };
const part: Part = { title: "A run", seed: 7, figures: [kept, lost, plain] };

test.each([
  { figure: { ...lost, value: 0 }, verdict: "met" },
  { figure: { ...lost, value: 0.001 }, verdict: "MISSED" },
  { figure: { ...kept, value: 99.99 }, verdict: "met" },
  { figure: { ...kept, value: 99.98999 }, verdict: "MISSED" },
  { figure: plain, verdict: undefined },
])("the value $figure.value of $figure.name is $verdict", ({ figure, verdict }) => {
  expect(verdictOf(figure)).toBe(verdict);
});

describe("the table", () => {
  test("names the seed over the figures of a scenario", () => {
    expect(toRows([part])).toEqual([
      ["A run (seed 7)"],
      ["  kept", "100.0 %", "≥ 99.99 %", "MISSED"],
      ["  lost", "0", "≤ 0", "met"],
      ["  plain", "1.23", "", ""],
    ]);
  });

  test("says what is missed, and by which value", () => {
    expect(missesOf([part])).toEqual(["A run: kept: 100.0 % (≥ 99.99 %)"]);
  });

  test("is the page's as well", () => {
    expect(renderPage([part])).toContain("Missed:\n\n- A run: kept: 100.0 % (≥ 99.99 %)\n");
    expect(renderPage([part])).toContain("## A run (seed 7)\n\n| figure |");
    expect(renderPage([{ ...part, figures: [lost] }])).toContain("Every bar is met.");
  });
});

describe("the command line", () => {
  test("asks for the whole hour and the first seed unless told otherwise", () => {
    expect(parseOptions([])).toEqual({ seed: 1, shrink: 1 });
    expect(parseOptions(["--seed", "9", "--shrink", "60"])).toEqual({ seed: 9, shrink: 60 });
  });

  test.each([
    ["--shrink", "61"],
    ["--shrink", "0"],
    ["--seed", "1.5"],
    ["--seed", "x"],
  ])("refuses %s %s and says what it takes", (name, value) => {
    expect(() => parseOptions([name, value])).toThrow(`${name} takes a whole number from 1 to`);
  });
});
