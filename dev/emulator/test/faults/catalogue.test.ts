import { describe, expect, test } from "@jest/globals";
import {
  faultNames,
  faults,
  isFaultName,
  isServerFaultName,
  serverFaultNames,
} from "../../faults.ts";
import { errorTable } from "../../../../lib/heartbeat/error-table.ts";
import { fromTencentCode } from "../../../../lib/heartbeat/tencent-codes.ts";
import { faultOutcomes } from "../../../../test/support/fault-outcomes.ts";

describe("the catalogue", () => {
  test("has at least thirty faults, and only those of layer client are no server's", () => {
    expect(serverFaultNames.length).toBeGreaterThanOrEqual(30);
    const atClient = faultNames.filter((name) => faults[name].layer === "client");
    expect(atClient).toEqual(faultNames.filter((name) => !isServerFaultName(name)));
    expect(atClient).toEqual(["dns-failure"]);
  });

  test("knows its own names and no other", () => {
    expect(faultNames.every(isFaultName)).toBe(true);
    expect(["toString", "", "hung"].some(isFaultName)).toBe(false);
  });
});

describe.each(faultNames)("%s", (name) => {
  const { does } = faults[name];
  const { relay, expected } = faultOutcomes[name];

  test("fits into a caller's request id, with room for a number", () => {
    expect(`fault.${name}.0123456789`).toMatch(/^[a-z0-9.-]{1,64}$/);
  });

  test("is told in one sentence on each side", () => {
    for (const sentence of [does, relay]) expect(sentence).toMatch(/^[A-Z][^\n]{10,110}\.$/);
  });

  test("expects a row of the relay's error table, and names it and its status", () => {
    const { code } = expected;
    const rows = new Map(Object.entries<{ status: number }>(errorTable));
    const said = code === "renewed" ? "200" : `${rows.get(code)?.status ?? "no status"} ${code}`;
    expect(relay).toContain(said);
  });

  test("says in words whether the relay tries again", () => {
    expect(/tries once more/i.test(relay)).toBe(expected.retried);
  });
});

describe("refusals", () => {
  const refusals = serverFaultNames.flatMap((name) => {
    const code = /^Refuses with ([A-Za-z.]+)[.,]/.exec(faults[name].does)?.[1]?.replace(/\.$/, "");
    return code === undefined ? [] : [{ name, code }];
  });

  test.each(refusals)("$name expects what the error table makes of $code", ({ name, code }) => {
    expect(faultOutcomes[name].expected.code).toBe(fromTencentCode(code));
  });

  test("are tried again exactly where the policy says so", () => {
    const retried = refusals.filter(({ name }) => faultOutcomes[name].expected.retried);
    expect(new Set(retried.map(({ code }) => code.split(".")[0]))).toEqual(
      new Set(["RequestLimitExceeded", "AuthFailure", "InternalError", "ServiceUnavailable"]),
    );
    expect(retried.filter(({ code }) => code.startsWith("AuthFailure"))).toEqual([
      { name: "signature-expire", code: "AuthFailure.SignatureExpire" },
    ]);
  });
});
