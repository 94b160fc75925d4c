import { describe, expect, test } from "@jest/globals";
import { codes } from "../codes.ts";
import { checks } from "../codes/row.ts";
import { diagnose } from "../diagnose.ts";
import { examined, type Found, notExamined } from "../finding.ts";

const all = checks.map((check) => examined(check, ""));
const found = (code: Found["code"], subject = code): Found => ({ code, subject });
const order = (...list: Found[]) =>
  diagnose({ found: list, examined: all }).findings.map(({ severity, code }) => [severity, code]);

describe("the root cause stands first", () => {
  test("errors before warnings before notes, whatever was found first", () => {
    expect(order(found("value-blanks"), found("auth-off"), found("logset-missing"))).toEqual([
      ["error", "logset-missing"],
      ["warning", "auth-off"],
      ["note", "value-blanks"],
    ]);
  });

  test("of two errors the one on which the other rests", () => {
    const [first] = order(found("group-missing"), found("logset-missing"), found("keys-none"));
    expect(first).toEqual(["error", "keys-none"]);
  });

  test("what explains an error is as severe and comes before it", () => {
    expect(order(found("logset-missing"), found("topic-missing"), found("id-shape"))).toEqual([
      ["error", "id-shape"],
      ["error", "logset-missing"],
      ["error", "topic-missing"],
    ]);
    expect(order(found("throttled"), found("rate-over-quota"))[0]).toEqual([
      "warning",
      "rate-over-quota",
    ]);
  });

  test("and says what it explains", () => {
    const { findings } = diagnose({
      found: [found("region-refused"), found("region-unknown")],
      examined: all,
    });
    expect(findings[0]).toMatchObject({ code: "region-unknown", explains: ["region-refused"] });
  });
});

describe("a suspicion", () => {
  test("is dropped once all that it would explain was examined and found well", () => {
    expect(order(found("region-unknown"))).toEqual([]);
  });

  test("stays while something of that was not examined", () => {
    const open = all.map((one) =>
      one.check === "region" ? notExamined("region", "rests on DNS") : one,
    );
    const { findings } = diagnose({ found: [found("region-unknown")], examined: open });
    expect(findings.map(({ severity }) => severity)).toEqual(["warning"]);
  });
});

test.each([
  [0, []],
  [0, [found("value-blanks")]],
  [1, [found("value-blanks"), found("auth-off")]],
  [2, [found("auth-off"), found("keys-none")]],
])("the exit code is %i by the worst severity", (exitCode, list) => {
  expect(diagnose({ found: list, examined: all }).exitCode).toBe(exitCode);
});

test("the checks are told in the order in which they rest on one another", () => {
  const report = diagnose({ found: [], examined: all.toReversed() });
  expect(report.checks.map(({ check }) => check)).toEqual(checks);
});

describe.each(Object.entries(codes))("%s", (code, row) => {
  test("is told in whole sentences of plain ASCII, and explains only what can be found", () => {
    for (const text of [row.what, row.why, row.fix]) {
      expect(text).toMatch(/^[A-Z][\x20-\x7e]*\.$/);
    }
    expect((row.explains ?? []).filter((other) => !Object.hasOwn(codes, other))).toEqual([]);
    expect(row.explains ?? []).not.toContain(code);
    if (row.suspicion) expect(row.explains).toBeDefined();
  });
});
