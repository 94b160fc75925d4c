import { describe, expect, test } from "@jest/globals";
import { atLeast, atMost } from "../../report/figures.ts";
import { renderPage } from "../page.ts";
import { columnsOf, type Comparison, missesOf, toRow, type Value } from "../rows.ts";

const kept: Value = { value: 99.98, digits: 1, ...atLeast(99.99) };
const refused: Value = { value: 0, digits: 0, ...atMost(0) };
const plain: Value = { value: 1.234, digits: 2 };
const runs: Comparison = {
  title: "Runs",
  columns: ["kept", "refused", "plain"],
  runs: [{ name: "one", values: [kept, refused, plain] }],
};

describe("the table", () => {
  test("shows each value with its bar, and which one is missed", () => {
    expect(columnsOf(runs).map(({ title }) => title)).toEqual(["run", "kept", "refused", "plain"]);
    expect(runs.runs.map(toRow)).toEqual([["one", "100.0 (≥ 99.99, MISSED)", "0 (≤ 0)", "1.23"]]);
  });

  test("says what is missed, and by which value", () => {
    expect(missesOf([runs])).toEqual(["Runs: one: kept: 100.0 (≥ 99.99, MISSED)"]);
  });

  test("is the page's as well", () => {
    const page = renderPage([runs], [7, 8]);
    expect(page).toContain("Missed:\n\n- Runs: one: kept: 100.0");
    expect(page).toContain("## Runs\n\n| run | kept |");
    expect(page).toContain("seeds 7, 8");
    expect(renderPage([{ ...runs, runs: [] }], [1])).toContain("Every bar is met.");
  });
});
