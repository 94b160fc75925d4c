import { expect, test } from "@jest/globals";
import { parseOptions } from "../options.ts";

test("a run without options has fifteen rounds and prints a table", () => {
  expect(parseOptions([])).toEqual({ json: false, rounds: 15 });
});

test("options are read in any order", () => {
  expect(parseOptions(["--rounds", "3", "--json"])).toEqual({ json: true, rounds: 3 });
  expect(parseOptions(["--json", "--rounds=60"])).toEqual({ json: true, rounds: 60 });
});

test.each(["0", "61", "1.5", "many", ""])(
  "%j rounds are refused with what may be given",
  (text) => {
    expect(() => parseOptions(["--rounds", text])).toThrow("a whole number from 1 to 60");
  },
);

test("an unknown option is refused", () => {
  expect(() => parseOptions(["--round", "3"])).toThrow("--round");
});
