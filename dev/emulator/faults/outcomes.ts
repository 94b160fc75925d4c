/** A code of the relay's error table, or `renewed` where the caller gets its assignment. */
export type ExpectedCode =
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

export const renewed = outcome("renewed", false, "Gives the caller its assignment with 200.");

export const renewedOnFreshSocket = outcome(
  "renewed",
  true,
  "Takes the dead connection for what it is, tries once more on a fresh one, and gives 200.",
);

export const unreachable = outcome(
  "upstream-unreachable",
  true,
  "Tries once more at once on a fresh connection, then answers 502 upstream-unreachable.",
);

export const malformed = outcome(
  "upstream-malformed",
  false,
  "Takes no part of it for a yes and answers 502 upstream-malformed at once.",
);

export const malformedServerError = outcome(
  "upstream-malformed",
  true,
  "Tries once more after a jittered pause, then answers 502 upstream-malformed.",
);

export const tooLate = outcome(
  "deadline-exceeded",
  false,
  "Ends the attempt at its deadline, leaves nothing pending, and answers 504 deadline-exceeded.",
);

export const rejected = outcome(
  "heartbeat-rejected",
  false,
  "Answers 422 heartbeat-rejected at once, with the refusal verbatim in upstream.",
);

export const refused = outcome(
  "relay-refused",
  false,
  "Answers 424 relay-refused at once, with the refusal in upstream and no credential in it.",
);

export const refusedAfterSigningAnew = outcome(
  "relay-refused",
  true,
  "Signs anew and tries once more, which heals a frozen sandbox, then answers 424 relay-refused.",
);

export const throttled = outcome(
  "throttled",
  true,
  "Tries once more past the next second boundary, then answers 429 throttled with Retry-After.",
);

export const failed = outcome(
  "upstream-failed",
  false,
  "Answers 502 upstream-failed at once, with the refusal verbatim in upstream.",
);

export const failedAfterPause = outcome(
  "upstream-failed",
  true,
  "Tries once more after a jittered pause, then answers 502 upstream-failed.",
);

export const unavailable = outcome(
  "upstream-unavailable",
  false,
  "Answers 503 upstream-unavailable at once, with Retry-After.",
);

export const unavailableAfterPause = outcome(
  "upstream-unavailable",
  true,
  "Tries once more after a jittered pause, then answers 503 upstream-unavailable with Retry-After.",
);
