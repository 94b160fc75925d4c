import { expect } from "@jest/globals";
import { type ErrorCode, errorTable } from "../../lib/heartbeat/error-table.ts";

/** Holds an answer to the row of the table for its code, and returns its fields. */
export async function expectProblem(
  answering: Promise<{
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  }>,
  code: ErrorCode,
) {
  const answer = await answering;
  const problem: unknown = JSON.parse(answer.body);
  const { status, retryable, title, retryAfterSeconds } = errorTable[code];
  expect(answer.statusCode).toBe(status);
  expect(answer.headers["Content-Type"]).toBe("application/problem+json");
  // Spread, so that those who were refused together do not come back together.
  const seconds = answer.headers["Retry-After"];
  if (retryAfterSeconds === undefined) expect(seconds).toBeUndefined();
  else expect(Number(seconds)).toBeGreaterThanOrEqual(retryAfterSeconds);
  expect(problem).toMatchObject({
    type: `/problems/${code}`,
    title,
    status,
    code,
    retryable,
    instance: `urn:request:${answer.headers["X-Request-Id"] ?? ""}`,
  });
  return problem as Record<string, unknown>;
}
