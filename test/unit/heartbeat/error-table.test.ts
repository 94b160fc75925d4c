import { describe, expect, test } from "@jest/globals";
import { errorTable, statusFor } from "../../../lib/heartbeat/error-table.ts";

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
    expect(waits).toEqual([
      ...["throttled", "overloaded", "relay-busy", "ledger-unavailable", "upstream-unavailable"],
    ]);
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
