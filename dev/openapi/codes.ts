import type { ErrorCode } from "../../lib/heartbeat/error-table.ts";

/** What any request can meet. */
export const anyProblems: readonly ErrorCode[] = ["internal-error", "relay-busy"];

/** What any request with a key can meet. */
export const keyProblems: readonly ErrorCode[] = [
  "unauthorized",
  "forbidden",
  "relay-misconfigured",
];

/** What any heartbeat that is sent can meet. */
export const beatProblems: readonly ErrorCode[] = [
  "superseded",
  "consumer-claimed",
  "heartbeat-rejected",
  "relay-refused",
  "relay-misconfigured",
  "throttled",
  "overloaded",
  "upstream-unreachable",
  "upstream-malformed",
  "upstream-failed",
  "upstream-unavailable",
  "deadline-exceeded",
];

export const bodyProblems: readonly ErrorCode[] = [
  "malformed-body",
  "invalid-heartbeat",
  "body-too-large",
];
