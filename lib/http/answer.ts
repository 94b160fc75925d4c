import type { RelayError } from "../heartbeat/relay-error.ts";
import {
  type Heartbeat,
  mergeTopics,
  partitionsNotIn,
  type Topics,
  toRecord,
} from "../heartbeat/heartbeat.ts";
import type { Renewal } from "../relay/relay.ts";
import { type Headers, parsePrefer, prefersText } from "./headers.ts";

/** What all four fronts take for an answer. */
export type HttpAnswer = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: false;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
};

const mostFaults = 20;

/** The answer to a beat that CLS said yes to, in the form that the caller prefers. */
export function renewedAnswer(
  heartbeat: Heartbeat,
  renewal: Renewal,
  headers: Headers,
): HttpAnswer {
  if (parsePrefer(headers["prefer"]).minimal) {
    return answer(204, "", { "Preference-Applied": "return=minimal" });
  }
  if (prefersText(headers["accept"])) {
    return answer(200, "OK", { "Content-Type": "text/plain; charset=utf-8" });
  }
  return json(200, renewedBody(heartbeat, renewal));
}

/** What a caller is told of a beat that CLS said yes to. */
export function renewedBody(heartbeat: Heartbeat, { assignment, nextBeatInMs }: Renewal): object {
  return {
    consumerGroup: heartbeat.consumerGroup,
    consumer: heartbeat.consumer,
    logsetId: heartbeat.logsetId,
    topics: toRecord(assignment.topics),
    added: toRecord(partitionsNotIn(assignment.topics, heartbeat.topics)),
    revoked: toRecord(partitionsNotIn(heartbeat.topics, assignment.topics)),
    sendNext: toRecord(holdingBoth(heartbeat.topics, assignment.topics)),
    requestId: assignment.requestId,
    nextBeatInMs,
  };
}

/**
 * What the caller is to report next time if it lets go of nothing until then (issue 5): what it held and
 * what it holds now. Topics in the order of the report; partitions ascending, so that a set has one body.
 */
function holdingBoth(reported: Topics, assigned: Topics): Topics {
  const both = mergeTopics([...reported, ...assigned]);
  return new Map([...both].map(([topicId, list]) => [topicId, list.toSorted((a, b) => a - b)]));
}

export function healthAnswer(version: string): HttpAnswer {
  return json(200, { status: "ok", version });
}

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
    ...(error.faults.length > 0 && { errors: error.faults.slice(0, mostFaults) }),
    ...(error.upstream && { upstream: error.upstream }),
  };
}

/** The same answer with more headers, doubled for an ALB that reads only lists of values. */
export function withHeaders(
  from: HttpAnswer,
  more: Readonly<Record<string, string>>,
  multiValue: boolean,
): HttpAnswer {
  const headers = { ...from.headers, ...more };
  if (!multiValue) return { ...from, headers };
  const entries = Object.entries(headers).map(([name, value]) => [name, [value]] as const);
  return { ...from, headers, multiValueHeaders: Object.fromEntries(entries) };
}

export function json(
  statusCode: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
) {
  const contentType = { "Content-Type": "application/json" };
  return answer(statusCode, JSON.stringify(body), { ...contentType, ...headers });
}

export function answer(
  statusCode: number,
  body: string,
  headers: Readonly<Record<string, string>>,
): HttpAnswer {
  // A kept answer would be a false renewal.
  return {
    statusCode,
    headers: { "Cache-Control": "no-store", ...headers },
    body,
    isBase64Encoded: false,
  };
}
