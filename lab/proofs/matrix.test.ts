import { describe, expect, test } from "@jest/globals";
import { faultNames } from "../../dev/emulator/faults.ts";
import { type ErrorCode, errorTable } from "../../lib/heartbeat/error-table.ts";
import type { HttpAnswer } from "../../lib/http/http-answer.ts";
import { faultOutcomes } from "../../test/support/fault-outcomes.ts";
import { json } from "../../test/support/start-relay.ts";
import { hook, httpApi, schedule } from "./matrix/entry-points.ts";
import { type Cell, runCell } from "./matrix/cell.ts";

/** What a busy machine may add to a deadline. */
const slackMs = 500;

/** The first fault of the catalogue for each outcome: a code, at once or after a second attempt. */
const oneForEachOutcome = [
  ...new Map(
    faultNames
      .toReversed()
      .map((name) => [JSON.stringify(faultOutcomes[name].expected), name] as const),
  ).values(),
];

// What CLS does is judged below the entry points, which see an outcome and no fault.
describe.each([
  { entryPoint: httpApi, met: faultNames },
  { entryPoint: hook, met: oneForEachOutcome },
  { entryPoint: schedule, met: oneForEachOutcome },
])("by the $entryPoint.name", ({ entryPoint, met }) => {
  test.each(met)("%s brings one documented outcome in time and leaves nothing", async (name) => {
    const { code, retried } = faultOutcomes[name].expected;
    const cell = await runCell(name, entryPoint);
    expectOutcome(cell, code);
    expect(cell.tookMs).toBeLessThan(cell.deadlineMs + slackMs);
    expect(cell.attempts > 1).toBe(retried);
    expect(cell.pending).toEqual({ timers: 0, clientRequests: 0, unanswered: 0 });
    expect(cell.leak).toBeUndefined();
  });
});

function expectOutcome({ arrival }: Cell, code: ErrorCode | "renewed"): void {
  if (arrival.kind === "run") {
    expect(arrival.outcomes).toEqual([code]);
    expect(arrival.thrown).toMatch(code === "renewed" ? "sent: 1" : "1 of 1 scheduled");
  } else if (code === "renewed") {
    expect(arrival.answer.statusCode).toBe(200);
    expect(json(arrival.answer)).toMatchObject({ consumer: "orders-1" });
  } else expectProblem(arrival.answer, code, arrival.requestId);
}

function expectProblem(answer: HttpAnswer, code: ErrorCode, requestId: string): void {
  const { status, title, retryable, retryAfterSeconds } = errorTable[code];
  expect(answer.statusCode).toBe(status);
  expect(answer.headers).toMatchObject({
    "Content-Type": "application/problem+json",
    "X-Request-Id": requestId,
  });
  const instance = `urn:request:${requestId}`;
  expect(json(answer)).toMatchObject({ code, status, title, retryable, instance });
  expect("Retry-After" in answer.headers).toBe(retryAfterSeconds !== undefined);
}
