import type { FaultName } from "../../dev/emulator/faults.ts";

/** A code of the relay's error table, or `renewed` where the caller gets its assignment. */
type ExpectedCode =
  | "renewed"
  | "heartbeat-rejected"
  | "relay-refused"
  | "throttled"
  | "upstream-unreachable"
  | "upstream-malformed"
  | "upstream-failed"
  | "upstream-unavailable"
  | "deadline-exceeded";

/** What a correct relay makes of a fault that meets each of its attempts. */
export type Outcome = {
  /** In words. */
  readonly relay: string;
  /** `retried` supposes time for a second attempt, budget for it, and a closed circuit breaker. */
  readonly expected: { readonly code: ExpectedCode; readonly retried: boolean };
};

function outcome(code: ExpectedCode, retried: boolean, relay: string): Outcome {
  return { relay, expected: { code, retried } };
}

const renewed = outcome("renewed", false, "Gives the caller its assignment with 200.");

const renewedOnFreshSocket = outcome(
  "renewed",
  true,
  "Takes the dead connection for what it is, tries once more on a fresh one, and gives 200.",
);

const unreachable = outcome(
  "upstream-unreachable",
  true,
  "Tries once more at once on a fresh connection, then answers 502 upstream-unreachable.",
);

const malformed = outcome(
  "upstream-malformed",
  false,
  "Takes no part of it for acceptance and answers 502 upstream-malformed at once.",
);

const malformedServerError = outcome(
  "upstream-malformed",
  true,
  "Tries once more after a jittered pause, then answers 502 upstream-malformed.",
);

const tooLate = outcome(
  "deadline-exceeded",
  false,
  "Ends the attempt at its deadline, leaves nothing pending, and answers 504 deadline-exceeded.",
);

const rejected = outcome(
  "heartbeat-rejected",
  false,
  "Answers 422 heartbeat-rejected at once, with the refusal verbatim in upstream.",
);

const refused = outcome(
  "relay-refused",
  false,
  "Answers 424 relay-refused at once, with the refusal in upstream and no credential in it.",
);

const refusedAfterSigningAnew = outcome(
  "relay-refused",
  true,
  "Signs anew and tries once more, which heals a frozen sandbox, then answers 424 relay-refused.",
);

const throttled = outcome(
  "throttled",
  true,
  "Tries once more past the next second boundary, then answers 429 throttled with Retry-After.",
);

const failed = outcome(
  "upstream-failed",
  false,
  "Answers 502 upstream-failed at once, with the refusal verbatim in upstream.",
);

const failedAfterPause = outcome(
  "upstream-failed",
  true,
  "Tries once more after a jittered pause, then answers 502 upstream-failed.",
);

const unavailable = outcome(
  "upstream-unavailable",
  false,
  "Answers 503 upstream-unavailable at once, with Retry-After.",
);

const unavailableAfterPause = outcome(
  "upstream-unavailable",
  true,
  "Tries once more after a jittered pause, then answers 503 upstream-unavailable with Retry-After.",
);

/** What a correct relay makes of each fault of the emulator. */
export const faultOutcomes: Readonly<Record<FaultName, Outcome>> = {
  "reset-before-answer": unreachable,
  "close-before-answer": unreachable,
  "reset-in-headers": unreachable,
  "reset-in-body": malformed,
  hang: tooLate,
  "hang-in-headers": tooLate,
  "hang-in-body": tooLate,
  "half-open": renewedOnFreshSocket,
  "connection-limit": unreachable,
  "tls-refused": unreachable,
  "tls-for-http": malformed,
  "not-http": malformed,
  "slow-headers": renewed,
  "slow-body": renewed,
  "endless-body": tooLate,
  "cut-body": malformed,
  "cut-chunked-body": malformed,
  "bad-gzip": malformed,
  "event-stream": malformed,
  html: malformed,
  empty: malformed,
  "switching-protocols": malformed,
  "early-hints": renewed,
  "status-204": malformed,
  "redirect-301": malformed,
  "redirect-302": malformed,
  "redirect-303": malformed,
  "redirect-307": malformed,
  "redirect-308": malformed,
  "status-400": malformed,
  "status-403": malformed,
  "status-404": malformed,
  "status-429": malformed,
  "status-500": malformedServerError,
  "status-502": malformedServerError,
  "status-503": malformedServerError,
  "status-500-large": malformedServerError,
  "no-response": malformed,
  "response-null": malformed,
  "json-null": malformed,
  "no-request-id": malformed,
  "wrong-types": malformed,
  "null-lists": renewed,
  "absent-lists": renewed,
  "null-fields": renewed,
  "answer-twice": renewed,
  "processed-twice": renewed,
  "wrong-clock": refusedAfterSigningAnew,
  throttle: throttled,
  "throttle-sub-code": throttled,
  "invalid-parameter": rejected,
  "invalid-parameter-sub-code": rejected,
  "invalid-parameter-value": rejected,
  "missing-parameter": rejected,
  "unknown-parameter": rejected,
  "unsupported-operation": rejected,
  "resource-not-found": rejected,
  "signature-expire": refusedAfterSigningAnew,
  "signature-failure": refused,
  "unauthorized-operation": refused,
  "operation-denied": refused,
  "limit-exceeded": refused,
  "no-such-version": refused,
  "internal-error": failedAfterPause,
  "internal-error-sub-code": failedAfterPause,
  "failed-operation": failed,
  "service-unavailable": unavailableAfterPause,
  "resource-unavailable": unavailable,
  "resource-insufficient": unavailable,
  "resource-in-use": unavailable,
  "unknown-code": failed,
  "quoted-credentials": refused,
  "error-without-code": malformed,
  "dns-failure": unreachable,
  "slow-group": renewed,
  "forget-group": rejected,
  "split-brain": renewed,
  "unsettled-lease": renewed,
};
