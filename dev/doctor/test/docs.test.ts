import { expect, test } from "@jest/globals";
import { codes } from "../codes.ts";
import { checks } from "../codes/row.ts";
import { codesPage } from "../page.ts";
import { command } from "../options.ts";
import { read, section, table } from "../../../test/support/markdown.ts";

const page = read("docs/doctor.md");

test("docs/doctor.md has every code as the table of the doctor has it", () => {
  expect(page.endsWith(codesPage())).toBe(true);
  const listed = [...page.matchAll(/^\| `([a-z-]+)`<br>/gm)].map(([, code]) => code);
  expect(listed.toSorted()).toEqual(Object.keys(codes).sort());
});

test("and every check, in order", () => {
  const rows = table(section(page, "What it checks"));
  expect(rows.map(([check]) => check)).toEqual(checks);
});

test("and the exit codes as --help has them", () => {
  const [, exits = ""] = /Exit code: (.*)\./.exec(command.notes) ?? [];
  const numbers = [...exits.matchAll(/\d+/g)].map(([number]) => number);
  expect(table(section(page, "Exit codes")).map(([code]) => code)).toEqual(numbers);
  expect(numbers).toEqual(["0", "1", "2", "64", "70"]);
});
