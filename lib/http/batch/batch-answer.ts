import { statusFor } from "../../heartbeat/error-table.ts";
import { RelayError } from "../../heartbeat/relay-error.ts";
import { type HttpAnswer, json } from "../http-answer.ts";
import { toProblem } from "../problem-answer.ts";
import { renewedBody } from "../renewed-answer.ts";
import type { BatchResult } from "./send-batch.ts";

/**
 * 200 where every heartbeat was renewed, else a problem with all results: retryable where sending at least one of
 * them again may help, with the longest of the times for which these are to wait. Each result has the status and
 * the fields of the answer that it would have had alone.
 */
export function batchAnswer(
  results: readonly BatchResult[],
  requestId: string,
  basePath = "",
): HttpAnswer {
  const bodies = results.map((result) => toBody(result, basePath));
  const errors = results.flatMap((result) => (result.renewed ? [] : [result.error]));
  if (errors.length === 0) return json(200, { results: bodies });
  const passing = errors.filter(({ row }) => row.retryable);
  const retryable = passing.length > 0;
  const detail = `${errors.length} of ${results.length} heartbeats were not renewed; results says which, and why.`;
  const error = new RelayError("batch-incomplete", { detail });
  const status = statusFor(error.row, retryable);
  const problem = { ...toProblem(error, requestId, basePath), status, retryable, results: bodies };
  const waitSeconds = Math.max(0, ...passing.map(retryAfterSeconds));
  return json(status, problem, {
    "Content-Type": "application/problem+json",
    ...(waitSeconds > 0 && { "Retry-After": `${waitSeconds}` }),
  });
}

function retryAfterSeconds({ headers, row }: RelayError): number {
  return Number(headers["Retry-After"] ?? row.retryAfterSeconds ?? 0);
}

function toBody(result: BatchResult, basePath: string): object {
  return result.renewed
    ? { status: 200, ...renewedBody(result.heartbeat, result.renewal) }
    : toProblem(result.error, result.requestId, basePath);
}
