import type { ErrorCode } from "../../lib/heartbeat/error-table.ts";
import type { Header, Parameter, Schema } from "./types.ts";

/** A header that every answer of its kind has. */
export function header(description: string, schema: Schema = { type: "string" }): Header {
  return { description, required: true, schema };
}

/** What every answer has. */
export const commonHeaders: Readonly<Record<string, Header>> = {
  "Cache-Control": header("A cached answer would be a false renewal.", {
    const: "no-store",
  }),
  "X-Request-Id": header("The caller's id if it sent a valid one, otherwise one of the relay's."),
  "X-Heartbeat-Upstream": {
    description: "Only where a stand-in takes the place of CLS: no lease is renewed there.",
    required: false,
    schema: { const: "embedded" },
  },
};

/** What the answer to a renewal may have besides. */
export const renewedHeaders: Readonly<Record<string, Header>> = {
  "X-Heartbeat-Contested": {
    description: "Only where another instance beats for the same consumer, in turn with this one.",
    required: false,
    schema: { const: "true" },
  },
};

const retryAfter = header("Seconds to wait before the next try.", {
  type: "string",
  pattern: "^[1-9]\\d*$",
});

/** What the problem of a code has besides. */
export const problemHeaders: Readonly<
  Partial<Record<ErrorCode, Readonly<Record<string, Header>>>>
> = {
  unauthorized: {
    "WWW-Authenticate": header(
      "How to send a key. Behind an API Gateway it arrives as `x-amzn-remapped-www-authenticate`.",
      { const: "Bearer" },
    ),
  },
  "method-not-allowed": { Allow: header("The methods that the path takes.") },
  throttled: {
    "Retry-After": retryAfter,
    "RateLimit-Policy": header("The quota that all callers share (RateLimit header fields)."),
    RateLimit: header("What is left of the quota, and seconds until there is more."),
  },
  "relay-busy": { "Retry-After": retryAfter },
  "upstream-unavailable": { "Retry-After": retryAfter },
  "ledger-unavailable": { "Retry-After": retryAfter },
  "batch-incomplete": {
    "Retry-After": {
      ...retryAfter,
      description: "The longest of the results, if they have one.",
      required: false,
    },
  },
};

/** Headers that a request may have, by the name under which the document keeps them. */
export const headerParameters: Readonly<Record<string, Parameter>> = {
  RequestId: {
    name: "X-Request-Id",
    in: "header",
    description: "The caller's own id of the request: 1 to 64 of A-Z a-z 0-9 . _ -",
    required: false,
    schema: { type: "string" },
  },
  Prefer: {
    name: "Prefer",
    in: "header",
    description:
      "`wait=<seconds>` asks for an answer within that time; `return=minimal` for a 204 in place of a body (RFC 7240).",
    required: false,
    schema: { type: "string" },
  },
  InstanceId: {
    name: "X-Instance-Id",
    in: "header",
    description:
      "What the sender calls itself, the same after a restart: host and service, not the process. Two that beat for one consumer in turn are found by it.",
    required: false,
    schema: { type: "string" },
  },
  Wait: {
    name: "Prefer",
    in: "header",
    description: "`wait=<seconds>` asks for an answer within that time (RFC 7240).",
    required: false,
    schema: { type: "string" },
  },
};

export function parameterOf(name: keyof typeof headerParameters) {
  return { $ref: `#/components/parameters/${name}` };
}
