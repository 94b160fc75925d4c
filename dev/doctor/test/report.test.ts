import { describe, expect, test } from "@jest/globals";
import { examined, type Finding, notExamined, type Report } from "../finding.ts";
import { maskReport } from "../mask-report.ts";
import { toJson } from "../report/json.ts";
import { progressLine, toTable } from "../report/table.ts";
import { toAscii, wrap } from "../report/text.ts";

const finding: Finding = {
  severity: "error",
  check: "groups",
  code: "group-missing",
  subject: "defaults.consumerGroup",
  what: `The logset has no such group. It is caf\u00e9\u001b[2J; ${"there is another one ".repeat(6)}.`,
  why: "Why.",
  fix: "Fix.",
  explains: [],
};
const report: Report = {
  findings: [finding],
  checks: [examined("DNS", "1.2.3.4"), examined("groups", "0 of 1"), notExamined("TLS", "http")],
  exitCode: 2,
};
const plain = (one: Report) => toTable(one, { color: false });

describe("the table", () => {
  test("is plain ASCII in at most 96 columns, whatever CLS and the file say", () => {
    const lines = plain(report).split("\n");
    for (const line of lines) expect(line).toMatch(/^[\x20-\x7e]{0,96}$/);
    expect(lines.join(" ")).toContain("caf\\u00e9\\u001b[2J");
  });

  test("has a line for each check and the finding with what, why and fix", () => {
    expect(plain(report).split("\n")).toEqual([
      "DNS          ok             1.2.3.4",
      "groups       error          0 of 1",
      "TLS          not examined   http",
      "",
      "1. ERROR group-missing (defaults.consumerGroup)",
      expect.stringMatching(/^ {3}what {2}The logset has no such group\. It is caf\\u00e9/),
      expect.stringMatching(/^ {9}another one/),
      expect.stringMatching(/^ {9}another one/),
      "   why   Why.",
      "   fix   Fix.",
      "",
      "1 error, 0 warnings, 0 notes. The first is the most likely root cause.",
      "",
    ]);
  });

  test("is coloured only where it is asked to be", () => {
    expect(toTable(report, { color: true })).toContain("\u001b[31;1mERROR\u001b[0m group-missing");
    expect(plain(report)).not.toContain("\u001b");
  });

  test("says what a cause explains", () => {
    const cause = { ...finding, explains: ["topic-missing" as const] };
    expect(plain({ ...report, findings: [cause] })).toContain("so    This explains topic-missing.");
  });

  test("tells three of one kind and counts the others", () => {
    const text = plain({ ...report, findings: Array.from({ length: 5 }, () => finding) });
    expect(text.match(/ERROR group-missing/g)).toHaveLength(3);
    expect(text).toContain("5 errors, 0 warnings, 0 notes.");
    expect(text).toContain("2 more of the same kinds are in --json.");
  });

  test("says so where nothing is found", () => {
    expect(plain({ ...report, findings: [] })).toContain("Nothing found.");
  });
});

test("lines break at blanks, and a word that is too long stands alone", () => {
  expect(wrap("a bb cccccc d", 4)).toEqual(["a bb", "cccccc", "d"]);
  expect(toAscii("a\nb\u{1f600}")).toBe("a b\\ud83d\\ude00");
});

test("JSON holds the whole report and the version", () => {
  expect(JSON.parse(toJson(report))).toEqual({ version: expect.any(String), ...report });
});

test("progress takes itself back", () => {
  expect(progressLine("DNS")).toBe("\r\u001b[Kexamining DNS ...");
  expect(progressLine(undefined)).toBe("\r\u001b[K");
});

describe("a secret", () => {
  const masked = (text: string, env: Record<string, string>) =>
    maskReport({ ...report, findings: [{ ...finding, what: text }] }, env).findings[0]?.what;

  test("of the environment is taken out in pieces, a proxy's password as it is meant too", () => {
    const env = {
      TENCENTCLOUD_SECRET_KEY: " abcdefghij ",
      RELAY_PROXY: "http://me:p%20ssword1@proxy.test:3128",
    };
    expect(masked("x bcdefghi y", env)).toBe("x *** y");
    expect(masked("p%20ssword1, p ssword1, proxy.test", env)).toBe("***, ***, proxy.test");
  });

  test("is also the long part of an address, which is enough to send there", () => {
    const env = { RELAY_ALARM_URL: "https://hooks.test/services/T0123456789abcdefghij" };
    expect(masked("hooks.test/services/T0123456789abcdefghij", env)).toBe(
      "hooks.test/services/***",
    );
  });

  test("that is too short to be one stays, and so does a proxy without a password", () => {
    const env = { TENCENTCLOUD_SECRET_ID: "a", RELAY_PROXY: "http://proxy.test:3128" };
    expect(masked("a plain http://proxy.test:3128", env)).toBe("a plain http://proxy.test:3128");
  });
});
