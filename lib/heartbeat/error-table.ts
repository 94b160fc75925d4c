/** One row for each code that a caller can get. `docs/errors.md` is tested against this table. */
export type ErrorRow = {
  readonly status: number;
  /** True exactly for the statuses that `curl --retry` retries. */
  readonly retryable: boolean;
  readonly title: string;
  /** For the caller, where nothing more exact is known. */
  readonly detail: string;
  readonly retryAfterSeconds?: number;
  /** The status where sending it again cannot help. */
  readonly finalStatus?: number;
};

const rows = {
  "malformed-body": {
    status: 400,
    retryable: false,
    title: "The body is not JSON",
    detail: 'Send a JSON object such as {"consumer":"orders-1","topics":["<topicId>"]}.',
  },
  "invalid-heartbeat": {
    status: 400,
    retryable: false,
    title: "The heartbeat is invalid",
    detail: "Fix every fault in errors and send the heartbeat again.",
  },
  unauthorized: {
    status: 401,
    retryable: false,
    title: "The key is missing or unknown",
    detail: "Send a key of this relay as 'X-Api-Key: <key>' or 'Authorization: Bearer <key>'.",
  },
  forbidden: {
    status: 403,
    retryable: false,
    title: "The key does not allow this",
    detail: "Use another key, or ask the operator of the relay to allow more for this one.",
  },
  "not-found": {
    status: 404,
    retryable: false,
    title: "Not found",
    detail: "There is no such path or alias.",
  },
  "method-not-allowed": {
    status: 405,
    retryable: false,
    title: "The method is not allowed",
    detail: "The Allow header lists the methods that are allowed.",
  },
  superseded: {
    status: 409,
    retryable: false,
    title: "A newer heartbeat replaced this one",
    detail: "A newer heartbeat of this consumer came while this one waited; this one was not sent.",
  },
  "consumer-claimed": {
    status: 409,
    retryable: false,
    title: "Another instance holds the lease",
    detail:
      "The consumer is fenced, and another instance holds its lease until claimedUntil; this heartbeat was not sent.",
  },
  "ambiguous-name": {
    status: 409,
    retryable: false,
    title: "The name stands in several logsets",
    detail: "Say which one by ?logsetId=.",
  },
  "body-too-large": {
    status: 413,
    retryable: false,
    title: "The body is too large",
    detail: "A heartbeat has at most 16384 bytes.",
  },
  "heartbeat-rejected": {
    status: 422,
    retryable: false,
    title: "CLS refuses the heartbeat",
    detail:
      "CLS read the heartbeat and refused it; upstream says why. Sending it again cannot help.",
  },
  "relay-refused": {
    status: 424,
    retryable: false,
    title: "CLS refuses the relay",
    detail:
      "CLS refused the relay's own access; upstream says why. Only its operator can fix that.",
  },
  "relay-misconfigured": {
    status: 424,
    retryable: false,
    title: "The relay is not configured",
    detail: "The relay's own configuration is incomplete or invalid; its log says what to fix.",
  },
  throttled: {
    status: 429,
    retryable: true,
    title: "Too many heartbeats",
    detail: "The rate of the relay's credentials is used up. Wait as Retry-After says.",
    retryAfterSeconds: 1,
  },
  overloaded: {
    status: 429,
    retryable: true,
    title: "The rate has no room for another consumer",
    detail:
      "The consumers that hold leases keep them; no other consumer is accepted until there is room.",
    retryAfterSeconds: 10,
  },
  "internal-error": {
    status: 500,
    retryable: true,
    title: "The relay failed",
    detail: "The relay itself failed. Its log has the cause under this request id.",
  },
  "upstream-unreachable": {
    status: 502,
    retryable: true,
    title: "CLS cannot be reached",
    detail:
      "The connection to CLS failed before it answered. The lease was most likely not renewed.",
  },
  "upstream-malformed": {
    status: 502,
    retryable: true,
    title: "No valid answer from CLS",
    detail:
      "Something answered, but not as the CLS API does. It is not known whether the lease was renewed.",
  },
  "upstream-failed": {
    status: 502,
    retryable: true,
    title: "CLS failed",
    detail: "CLS answered that it failed; upstream has its code and message.",
  },
  "batch-incomplete": {
    status: 502,
    finalStatus: 422,
    retryable: true,
    title: "Not every heartbeat was renewed",
    detail: "Each entry of results has its own outcome; send the retryable ones again.",
  },
  "relay-busy": {
    status: 503,
    retryable: true,
    title: "The relay is busy",
    detail:
      "The relay serves as many requests as it may at once; this one was not read. Wait as Retry-After says.",
    retryAfterSeconds: 1,
  },
  "not-alive": {
    status: 503,
    retryable: true,
    title: "The consumer is not alive",
    detail: "The consumer is not alive; state says what it is.",
  },
  "ledger-unavailable": {
    status: 503,
    retryable: true,
    title: "The ledger does not answer",
    detail:
      "What is known of consumers is in the relay's table, which does not answer. Heartbeats go on without it.",
    retryAfterSeconds: 2,
  },
  "upstream-unavailable": {
    status: 503,
    retryable: true,
    title: "CLS is unavailable",
    detail: "CLS answered that it cannot serve now. Wait as Retry-After says.",
    retryAfterSeconds: 2,
  },
  "deadline-exceeded": {
    status: 504,
    retryable: true,
    title: "The deadline passed",
    detail: "CLS did not answer in time. It is not known whether the lease was renewed.",
  },
  "not-attempted": {
    status: 504,
    retryable: true,
    title: "The heartbeat was not attempted",
    detail: "The batch ended before its turn came; it was not sent. Send it again.",
  },
} satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof rows;

export const errorTable: Readonly<Record<ErrorCode, ErrorRow>> = rows;

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code);
}

/** The status of an error, by whether sending the request again may help. */
export function statusFor({ status, finalStatus = status }: ErrorRow, retryable: boolean): number {
  return retryable ? status : finalStatus;
}
