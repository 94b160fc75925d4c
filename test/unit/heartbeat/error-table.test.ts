import { describe, expect, test } from "@jest/globals";
import { errorTable, fromTencentCode, statusFor } from "../../../lib/heartbeat/error-table.ts";
import { documentedCodes, expectedFor } from "../../support/tencent-codes.ts";

describe("the rows", () => {
  test.each(Object.entries(errorTable))(
    "%s is retryable exactly if curl --retry retries its status",
    (_code, { status, retryable }) => {
      expect(retryable).toBe([408, 429, 500, 502, 503, 504].includes(status));
    },
  );

  test.each(Object.entries(errorTable))("%s has a title and says what to do", (_code, row) => {
    expect(row.title).toMatch(/^[A-Z].*[^.]$/);
    expect(row.detail).toMatch(/^[A-Z].*\.$/);
  });

  test("only where waiting helps is a caller told how long", () => {
    const waits = Object.entries(errorTable).flatMap(([code, { retryAfterSeconds }]) =>
      retryAfterSeconds === undefined ? [] : [code],
    );
    expect(waits).toEqual(["throttled", "overloaded", "relay-busy", "upstream-unavailable"]);
  });
});

describe("the status of an error that sending again cannot fix", () => {
  test("is a second one where its code has two", () => {
    const row = errorTable["batch-incomplete"];
    expect([statusFor(row, true), statusFor(row, false)]).toEqual([502, 422]);
  });

  test("is the only one elsewhere", () => {
    const { forbidden } = errorTable;
    expect([statusFor(forbidden, true), statusFor(forbidden, false)]).toEqual([403, 403]);
  });

  test("is one that curl --retry does not retry", () => {
    for (const row of Object.values(errorTable)) {
      if (row.finalStatus !== undefined) expect(row.finalStatus).toBe(422);
    }
  });
});

describe("Tencent's codes", () => {
  test("all 147 documented ones are looked at, and each is in a row", () => {
    expect(new Set(documentedCodes).size).toBe(147);
    expect(documentedCodes.filter((code) => expectedFor(code) === undefined)).toEqual([]);
  });

  test.each(documentedCodes)("%s is in its row", (code) => {
    expect(fromTencentCode(code)).toBe(expectedFor(code));
  });

  const families = new Set(documentedCodes.map((code) => code.replace(/\..*/, "")));
  test.each([...families])("an unknown code of the family %s is in the family's row", (family) => {
    expect(fromTencentCode(`${family}.NeverHeardOf`)).toBe(expectedFor(family));
  });

  test.each(["NoSuchThing", "NoSuchThing.NeverHeardOf"])(
    "%s is a refusal of the relay, though nobody documents it",
    (code) => {
      expect(fromTencentCode(code)).toBe("relay-refused");
    },
  );

  test.each([
    ...["constructor", "__proto__", "toString", "hasOwnProperty.x", "__proto__.constructor"],
    ...["", ".", ".InvalidParameter", "NeverHeardOf", "NeverHeardOf.InvalidParameter"],
    ...["invalidparameter", "InvalidParameter ", "InvalidParameterX", "Invalid"],
  ])("%j is in no row, so it is a failure that may pass", (code) => {
    expect(fromTencentCode(code)).toBe("upstream-failed");
  });
});
