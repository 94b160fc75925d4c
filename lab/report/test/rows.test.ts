import { expect, test } from "@jest/globals";
import { atLeast, atMost, type Figure, type Part, verdictOf } from "../figures.ts";
import { missesOf, renderMarkdown, renderText } from "../rows.ts";

const kept: Figure = { name: "kept", value: 99.98, digits: 1, unit: "%", ...atLeast(99.99) };
const lost: Figure = { name: "lost", value: 0, digits: 0, unit: "", ...atMost(0) };
const plain: Figure = { name: "plain", value: 1.234, digits: 2, unit: "ms" };
const part: Part = { title: "a run", figures: [kept, lost, plain] };

test.each([
  { figure: { ...lost, value: 0 }, verdict: "met" },
  { figure: { ...lost, value: 0.001 }, verdict: "MISSED" },
  { figure: { ...lost, value: NaN }, verdict: "MISSED" },
  { figure: { ...kept, value: 99.99 }, verdict: "met" },
  { figure: { ...kept, value: 99.98999 }, verdict: "MISSED" },
  { figure: plain, verdict: undefined },
])("the value $figure.value of $figure.name is $verdict", ({ figure, verdict }) => {
  expect(verdictOf(figure)).toBe(verdict);
});

test("what is missed is named with its value, its bar and its part", () => {
  expect(missesOf([part])).toEqual(["a run: kept: 100.0 % (≥ 99.99 %)"]);
  expect(renderMarkdown([part])).toContain("Missed:\n\n- a run: kept: 100.0 % (≥ 99.99 %)\n");
  expect(renderMarkdown([{ ...part, figures: [lost] }])).toContain("Every bar is met.");
});

test("a table has a heading over the figures of a part, and no column without a cell", () => {
  expect(renderText([part]).split("\n")).toEqual([
    "figure     value        bar  verdict",
    "───────  ───────  ─────────  ───────",
    "a run",
    "  kept   100.0 %  ≥ 99.99 %  MISSED",
    "  lost         0        ≤ 0  met",
    "  plain  1.23 ms",
  ]);
});

test.each([
  [{ least: 1, most: 2 }, "1.00 … 2.00"],
  [{ p99: 3 }, "p99 3.00 ms"],
  [{ gzipped: 34.8 }, "gzipped 34.80 ms"],
])("what else is known of a figure is shown: %j", (more, expected) => {
  const figures = [{ ...plain, more }];
  expect(renderMarkdown([{ title: "load", figures }])).toContain(
    `## load\n\n| figure | value | range, p99 or gzipped |\n|---|---:|---:|\n| plain | 1.23 ms | ${expected} |\n`,
  );
});
