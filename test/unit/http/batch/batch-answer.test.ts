import { expect, test } from "@jest/globals";
import { batchAnswer } from "../../../../lib/http/batch/batch-answer.ts";
import type { ErrorCode } from "../../../../lib/heartbeat/error-table.ts";
import { RelayError } from "../../../../lib/heartbeat/relay-error.ts";

type Told = readonly [code: ErrorCode, retryAfter?: string];

const answerTo = (told: readonly Told[]) =>
  batchAnswer(
    told.map(([code, retryAfter]) => {
      const headers = retryAfter === undefined ? {} : { "Retry-After": retryAfter };
      return { renewed: false, error: new RelayError(code, { headers }), requestId: "beat" };
    }),
    "batch",
  );

test.each<[readonly Told[], string | undefined]>([
  [[["upstream-failed"], ["throttled", "7"], ["upstream-unavailable", "3"]], "7"],
  [
    [
      ["not-attempted", "9"],
      ["throttled", "10"],
    ],
    "10",
  ],
  [[["upstream-unavailable"], ["throttled"]], "2"],
  [[["throttled"]], "1"],
  [[["upstream-failed"], ["deadline-exceeded"]], undefined],
  // To wait for what sending again cannot fix would be in vain.
  [
    [
      ["superseded", "30"],
      ["throttled", "1"],
    ],
    "1",
  ],
])("of %j a batch says to wait for the longest that may pass: %s s", (told, seconds) => {
  const { statusCode, headers } = answerTo(told);
  expect([statusCode, headers["Retry-After"]]).toEqual([502, seconds]);
});

test("a batch of which nothing is worth sending again says so, and no time", () => {
  const { statusCode, headers, body } = answerTo([["superseded"], ["forbidden", "30"]]);
  expect([statusCode, headers["Retry-After"]]).toEqual([422, undefined]);
  expect(JSON.parse(body)).toMatchObject({
    retryable: false,
    results: [{ status: 409, code: "superseded" }, { status: 403 }],
  });
});
