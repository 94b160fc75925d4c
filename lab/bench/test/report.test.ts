import { expect, test } from "@jest/globals";
import type { Part } from "../figures.ts";
import { renderJson } from "../report/json.ts";
import { renderPage } from "../report/page.ts";
import { misses, toRows } from "../report/rows.ts";
import { describeRun } from "../report/run-facts.ts";

const facts = {
  node: "v24.21.0",
  commit: "abc1234+",
  cpu: "Some CPU",
  cores: 2,
  rounds: 15,
  date: "2027-01-31",
};
const parts: readonly Part[] = [
  {
    title: "load",
    figures: [
      { name: "bundle", unit: "ms", value: 44, least: 42, most: 50 },
      { name: "bundle ÷ import", unit: "÷", value: 0.46, least: 0.4, most: 0.5, bar: 0.45 },
    ],
  },
  {
    title: "relay.cjs, minified",
    figures: [{ name: "the whole file", unit: "KB", value: 104.7, gzipped: 34.8, bar: 160 }],
  },
];

test("the table has a heading per part, and bar and verdict where there is a bar", () => {
  expect(toRows(parts)).toEqual([
    ["load"],
    ["  bundle", "44.00 ms", "42.00 … 50.00", "", ""],
    ["  bundle ÷ import", "0.460", "0.400 … 0.500", "≤ 0.45", "miss"],
    ["relay.cjs, minified"],
    ["  the whole file", "104.7 KB", "gzipped 34.8 KB", "≤ 160 KB", "pass"],
  ]);
});

test("what is missed is named with its part", () => {
  expect(misses(parts)).toEqual(["load: bundle ÷ import"]);
});

test("the page names the run, what is missed, and every figure", () => {
  const page = renderPage(facts, parts);
  expect(page).toContain(describeRun(facts));
  expect(page).toContain("Missed:\n\n- load: bundle ÷ import\n");
  expect(page).toContain("## load\n");
  expect(page).toContain("| bundle | 44.00 ms | 42.00 … 50.00 |  |  |\n");
  expect(page).toContain("| bundle ÷ import | 0.460 | 0.400 … 0.500 | ≤ 0.45 | miss |\n");
});

test("the page says so when nothing is missed", () => {
  expect(renderPage(facts, parts.slice(1))).toContain("Every bar is met.");
});

test("the JSON holds the run and every figure unrounded, with its verdict", () => {
  expect(JSON.parse(renderJson(facts, parts))).toMatchObject({
    ...facts,
    parts: [
      {
        title: "load",
        figures: [{ value: 44 }, { value: 0.46, bar: 0.45, verdict: "miss" }],
      },
      { figures: [{ value: 104.7, gzipped: 34.8, verdict: "pass" }] },
    ],
  });
});
