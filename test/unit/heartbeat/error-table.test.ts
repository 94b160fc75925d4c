import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import {
  type ErrorCode,
  errorTable,
  fromTencentCode,
  statusFor,
} from "../../../lib/heartbeat/error-table.ts";

/** Issue 2's table, row by row. */
const rows: readonly (readonly [ErrorCode, number, boolean])[] = [
  ["malformed-body", 400, false],
  ["invalid-heartbeat", 400, false],
  ["unauthorized", 401, false],
  ["forbidden", 403, false],
  ["not-found", 404, false],
  ["method-not-allowed", 405, false],
  ["superseded", 409, false],
  ["body-too-large", 413, false],
  ["heartbeat-rejected", 422, false],
  ["relay-refused", 424, false],
  ["relay-misconfigured", 424, false],
  ["throttled", 429, true],
  ["overloaded", 429, true],
  ["internal-error", 500, true],
  ["upstream-unreachable", 502, true],
  ["upstream-malformed", 502, true],
  ["upstream-failed", 502, true],
  ["batch-incomplete", 502, true],
  ["upstream-unavailable", 503, true],
  ["deadline-exceeded", 504, true],
  ["not-attempted", 504, true],
];

/** The same table's families of Tencent's codes; a final * takes in what begins so. */
const families: readonly (readonly [ErrorCode, readonly string[]])[] = [
  [
    "heartbeat-rejected",
    [
      ...["InvalidParameter*", "InvalidParameterValue*", "MissingParameter", "UnknownParameter"],
      ...["UnsupportedOperation*", "InvalidRequest", "RequestSizeLimitExceeded"],
      ...["ResourceNotFound*"],
    ],
  ],
  [
    "relay-refused",
    [
      ...["AuthFailure*", "UnauthorizedOperation*", "OperationDenied*", "LimitExceeded*"],
      ...["IpInBlacklist", "IpNotInWhitelist", "UnsupportedRegion", "UnsupportedProtocol"],
      ...["NoSuch*", "InvalidAction", "ActionOffline", "DryRunOperation"],
    ],
  ],
  ["throttled", ["RequestLimitExceeded*"]],
  ["upstream-failed", ["InternalError*", "FailedOperation*", "ResponseSizeLimitExceeded"]],
  [
    "upstream-unavailable",
    ["ServiceUnavailable*", "ResourceUnavailable*", "ResourceInsufficient*", "ResourceInUse*"],
  ],
];

function expectedFor(code: string): ErrorCode | undefined {
  const row = families.find(([, names]) =>
    names.some((name) => (name.endsWith("*") ? code.startsWith(name.slice(0, -1)) : code === name)),
  );
  return row?.[0];
}

const documented = JSON.parse(
  readFileSync(new URL("../../fixtures/error-codes.json", import.meta.url), "utf8"),
) as readonly { readonly code: string }[];

describe("the rows", () => {
  test("are those of the table and no others", () => {
    expect(Object.keys(errorTable).toSorted()).toEqual(rows.map(([code]) => code).toSorted());
  });

  test.each(rows)("%s is %d, retryable %s", (code, status, retryable) => {
    expect(errorTable[code]).toMatchObject({ status, retryable });
  });

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
    const waits = rows.map(([code]) => code).filter((code) => errorTable[code].retryAfterSeconds);
    expect(waits).toEqual(["throttled", "overloaded", "upstream-unavailable"]);
  });
});

describe("the status of an error that cannot be mended by sending again", () => {
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
    expect(documented).toHaveLength(147);
    expect(documented.filter(({ code }) => expectedFor(code) === undefined)).toEqual([]);
  });

  test.each(documented.map(({ code }) => [code, expectedFor(code)]))(
    "%s is %s",
    (code, expected) => {
      expect(fromTencentCode(code ?? "")).toBe(expected);
    },
  );

  test.each(documented.map(({ code }) => [`${code.split(".")[0] ?? ""}.NeverHeardOf`]))(
    "%s goes by its family",
    (code) => {
      expect(fromTencentCode(code)).toBe(expectedFor(code.split(".")[0] ?? ""));
    },
  );

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
