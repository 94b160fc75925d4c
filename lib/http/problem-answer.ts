import { type RelayError, toTold } from "../heartbeat/relay-error.ts";
import { type HttpAnswer, json } from "./http-answer.ts";

const mostFaults = 20;

/** @param more fields of the problem that only some routes have */
export function problemAnswer(
  error: RelayError,
  requestId: string,
  basePath = "",
  more: object = {},
): HttpAnswer {
  const { status, retryAfterSeconds } = error.row;
  return json(
    status,
    { ...toProblem(error, requestId, basePath), ...more },
    {
      "Content-Type": "application/problem+json",
      ...(retryAfterSeconds !== undefined && { "Retry-After": String(retryAfterSeconds) }),
      ...error.headers,
    },
  );
}

/** A problem of RFC 9457, whose type is a page of the relay's own. Never names the path: a hook's holds a key. */
export function toProblem(error: RelayError, requestId: string, basePath = ""): object {
  const { status, title, retryable } = error.row;
  return {
    type: `${basePath}/problems/${error.code}`,
    title,
    status,
    detail: error.detail,
    instance: `urn:request:${requestId}`,
    code: error.code,
    retryable,
    ...(error.faults.length > 0 && { errors: toTold(error.faults.slice(0, mostFaults)) }),
    ...(error.upstream && { upstream: error.upstream }),
    ...error.fields,
  };
}
