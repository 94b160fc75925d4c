/** Bounds the retries of a sandbox's whole life, so that a dead upstream is not called twice as often. */
export type RetryBudget = {
  /** A first attempt was made: earns a share of a retry. */
  called(): void;
  /** Takes one retry; false when there is none, and then none must be made. The last half is for the urgent. */
  take(urgent: boolean): boolean;
  /** Retries left, parts included. */
  readonly left: number;
};

/**
 * A bucket that starts with `capacity` retries and earns `refillPerCall` (above 0) with every first
 * attempt, up to its capacity: over n calls never more than `capacity + refillPerCall × n` (issue 4).
 */
export function createRetryBudget({ capacity = 10, refillPerCall = 0.1 } = {}): RetryBudget {
  // Kept in calls, not in retries: ten times 0.1 is not 1, ten times 1 is 10.
  const callsPerRetry = 1 / refillPerCall;
  const fullCalls = capacity * callsPerRetry;
  let calls = fullCalls;
  return {
    called() {
      calls = Math.min(calls + 1, fullCalls);
    },
    take(urgent) {
      // A beat that has another try before its lease ends leaves the rest to those that have none.
      if (calls < (urgent ? callsPerRetry : fullCalls / 2 + callsPerRetry)) return false;
      calls -= callsPerRetry;
      return true;
    },
    get left() {
      return calls / callsPerRetry;
    },
  };
}
