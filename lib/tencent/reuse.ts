import { type Clock, type Moment, momentOf, sinceMs } from "../base/clock.ts";

/**
 * Well above the 20 s of a slow heartbeat, and below the 60 s that servers commonly allow; what CLS allows is
 * not known. A server's own hint, `Keep-Alive: timeout`, is followed where it is shorter.
 */
export const longestIdleMs = 50_000;

/** A connection that was idle for less is worth keeping only if any is. */
const leastIdleMs = 1000;

/** After so long without a reset, what lies between here and CLS may have changed. */
const forgottenAfterMs = 600_000;

/** How long a connection may be idle and still be used: less with each one that was found dead. */
export type Reuse = {
  /** Milliseconds; 0: none is used twice. */
  mostIdleMs(): number;
  /** A kept connection was reset before any answer. */
  failed(): void;
};

export function createReuse(clock: Clock): Reuse {
  let lastFailure: Moment | undefined;
  let mostMs = longestIdleMs;
  const mostIdleMs = () => {
    if (lastFailure && sinceMs(clock, lastFailure) >= forgottenAfterMs) mostMs = longestIdleMs;
    return mostMs;
  };
  return {
    mostIdleMs,
    failed() {
      const nextMs = mostIdleMs() / 4;
      mostMs = nextMs < leastIdleMs ? 0 : nextMs;
      lastFailure = momentOf(clock);
    },
  };
}
