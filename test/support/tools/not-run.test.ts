import { describe, expect, test } from "@jest/globals";
import { markNeed } from "./needs-mark.ts";
import { faultInCi, findNotRun, toTable } from "./not-run.ts";

const result = (status: string, ...ancestorTitles: string[]) => ({
  status,
  ancestorTitles,
  fullName: [...ancestorTitles, "works"].join(" "),
});
const results = (...all: ReturnType<typeof result>[]) => ({ testResults: [{ testResults: all }] });

const withoutCurl = result("pending", markNeed("curl beats", "curl"));
const withoutDotnet = result("pending", "snippets", markNeed("the snippet C#", "dotnet"));
const passed = result("passed", "curl beats");

describe("what was not run", () => {
  test("is told in one table, a row for each tool", () => {
    const more = ["a", "b"].map((title) => result("pending", markNeed(title, "curl")));
    const table = toTable(
      findNotRun(results(passed, withoutCurl, withoutCurl, withoutDotnet, ...more)),
    );
    expect(table.trim().split("\n").slice(2)).toEqual([
      "  tests  not run                why        how to get it",
      "  4      curl beats; a; 1 more  no curl    apt-get install curl, or brew install curl",
      "  1      the snippet C#         no dotnet  https://dotnet.microsoft.com",
    ]);
  });

  test("is not told where all was run", () => {
    expect(toTable(findNotRun(results(passed)))).toBe("");
  });

  test("fails in CI, for want of a tool or for no reason", () => {
    expect(faultInCi(findNotRun(results(withoutCurl)))).toContain("without curl");
    expect(faultInCi(findNotRun(results(result("pending", "a test"))))).toContain("a test works");
  });

  test("does not fail in CI for want of what Debian has not got", () => {
    expect(faultInCi(findNotRun(results(passed, withoutDotnet)))).toBeUndefined();
  });
});
