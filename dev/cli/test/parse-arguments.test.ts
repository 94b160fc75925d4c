import { describe, expect, test } from "@jest/globals";
import { type Command, type Options, parseArguments, renderHelp } from "../parse-arguments.ts";

const command = {
  name: "npm run measure",
  about: "Measures.",
  options: {
    json: { type: "flag", help: "as JSON" },
    rounds: { type: "whole-number", default: 15, least: 1, most: 60, help: "how many" },
    label: { type: "text", default: "none", help: "what it is called" },
    note: { type: "text", default: "", help: "a remark" },
    tag: { type: "list", help: "a mark" },
  },
  operands: { name: "part", help: "which part", most: 2, choices: ["load", "warm"] },
  notes: "Exit code: 0 always.",
} as const satisfies Command<Options>;

const read = (...args: string[]) => parseArguments(command, args);

describe("arguments", () => {
  test("that are absent have the table's defaults", () => {
    expect(read()).toEqual({
      ok: true,
      options: { json: false, rounds: 15, label: "none", note: "", tag: [] },
      operands: [],
    });
  });

  test("are read in any order, with a blank or an equals sign", () => {
    const right = {
      ok: true,
      options: { json: true, rounds: 3, label: "a b", note: "", tag: ["x", "y"] },
      operands: ["warm", "load"],
    };
    expect(
      read("warm", "--tag=x", "--rounds", "3", "--json", "load", "--tag", "y", "--label=a b"),
    ).toEqual(right);
    expect(
      read("--json", "--tag", "x", "--label", "a b", "--rounds=3", "--tag=y", "--", "warm", "load"),
    ).toEqual(right);
  });

  test.each([["0"], ["61"], ["1.5"], ["-1"], ["1e1"], ["many"], ["NaN"], [" "], [""], ["--json"]])(
    "%j is no number of rounds",
    (value) => {
      expect(read("--rounds", value)).toEqual({
        ok: false,
        exitCode: 64,
        text: "--rounds takes a whole number from 1 to 60.\n",
      });
    },
  );

  test.each<[string[], string]>([
    [["--rounds"], "--rounds takes a whole number from 1 to 60."],
    [["--label"], "--label needs a value."],
    [["--tag", "x", "--tag"], "--tag needs a value."],
    [["--json=yes"], "--json takes no value."],
    [
      ["--jsn"],
      "There is no option --jsn; the options are --json, --rounds, --label, --note, --tag, --help.",
    ],
    [
      ["-j"],
      "There is no option -j; the options are --json, --rounds, --label, --note, --tag, --help.",
    ],
    [["--constructor"], "There is no option --constructor;"],
    [["cold"], "There is no cold; choose from load, warm."],
    [["load", "warm", "load"], 'There is no place for "load".'],
  ])("%j are refused with what is right", (args, message) => {
    expect(read(...args)).toMatchObject({
      ok: false,
      exitCode: 64,
      text: expect.stringContaining(message) as unknown,
    });
  });

  test("that are wrong are told all at once", () => {
    const told = read("--jsn", "--rounds=x", "cold");
    expect(told.ok ? [] : told.text.trim().split("\n")).toHaveLength(3);
  });

  test.each([["--help"], ["-h"]])(
    "with %s are answered with the help, whatever else is wrong",
    (help) => {
      expect(read("--rounds", "x", help)).toEqual({
        ok: false,
        exitCode: 0,
        text: renderHelp(command),
      });
    },
  );
});

test("the help shows every option with its range and default", () => {
  expect(
    renderHelp(command),
  ).toBe(`npm run measure -- [part] [--json] [--rounds <number>] [--label <text>] [--note <text>] [--tag <text>]

Measures.

  [part]              which part
  --json              as JSON
  --rounds <number>   how many, 1 to 60 (15)
  --label <text>      what it is called (none)
  --note <text>       a remark
  --tag <text>        a mark; several times for several
  --help              this text

Exit code: 0 always.
`);
});
