import { expect, test } from "@jest/globals";
import { alignTable, type Column, markdownTable } from "../table.ts";

const columns: readonly Column[] = [
  { title: "figure", align: "left" },
  { title: "value", align: "right" },
];
const rows = [
  ["bundle", "44.1 ms"],
  ["a longer name", "7 ms"],
];

test("columns are as wide as their widest cell, titles included", () => {
  expect(alignTable(columns, rows).split("\n")).toEqual([
    "figure           value",
    "─────────────  ───────",
    "bundle         44.1 ms",
    "a longer name     7 ms",
  ]);
});

test("a heading stands as it is and widens no column", () => {
  const heading = "a heading that is much wider than anything under it";
  expect(alignTable(columns, [[heading], ...rows]).split("\n")).toEqual([
    "figure           value",
    "─────────────  ───────",
    heading,
    "bundle         44.1 ms",
    "a longer name     7 ms",
  ]);
});

test("no line ends in blanks", () => {
  expect(alignTable(columns, [["only", ""]])).not.toMatch(/ $/m);
});

test("the same rows in Markdown keep the alignment", () => {
  expect(markdownTable(columns, rows).split("\n")).toEqual([
    "| figure | value |",
    "|---|---:|",
    "| bundle | 44.1 ms |",
    "| a longer name | 7 ms |",
  ]);
});
