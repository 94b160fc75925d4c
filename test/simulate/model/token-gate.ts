import { type Clock, sleep } from "../../../lib/clock.ts";
import type { RateLimiter } from "../../../lib/rate-limiter.ts";
import { travelMs } from "./upstream.ts";
import type { TokenLedger } from "./token-ledger.ts";

export type TokenGateOptions = {
  readonly clock: Clock;
  readonly ledger: TokenLedger;
  /** Calls taken at once, for this beat and the next ones of the same second. */
  readonly slice: number;
  /** How far this sandbox's wall clock is from the upstream's. */
  readonly skewMs: number;
};

/** Kept free at both ends of a second for clocks that are off. */
const guardMs = 10;

/**
 * A stand-in for the exact mode: a sandbox leases slices of one of the upstream's seconds, and sends
 * only while whatever is sent is sure to arrive in that second. It takes one beat at a time.
 */
export function createTokenGate({ clock, ledger, slice, skewMs }: TokenGateOptions): RateLimiter {
  let second = 0;
  let tokens = 0;
  let isSpent = false;

  const turnTo = (next: number) => {
    if (next <= second) return;
    second = next;
    tokens = 0;
    isSpent = false;
  };

  /** Milliseconds until calls may leave for the first second that may have any left. */
  const opensInMs = () => {
    const epochMs = clock.epochMs() + skewMs;
    turnTo(Math.floor((epochMs + travelMs.most + guardMs) / 1000));
    if (isSpent) turnTo(second + 1);
    return Math.max(second * 1000 - travelMs.least + guardMs - epochMs, 0);
  };

  return {
    async acquire({ maxWaitMs, worthlessAfterMs = Infinity }) {
      const arrivedMs = clock.nowMs();
      const latestMs = Math.min(arrivedMs + maxWaitMs, worthlessAfterMs);
      for (;;) {
        const waitMs = opensInMs();
        if (clock.nowMs() + waitMs > latestMs) return { granted: false, retryAfterMs: waitMs };
        if (tokens > 0) {
          tokens -= 1;
          await sleep(clock, waitMs);
          return { granted: true, waitedMs: clock.nowMs() - arrivedMs };
        }
        const asked = second;
        const got = await ledger.take(asked, slice);
        opensInMs();
        // What was taken of a second that is over by now is lost.
        if (second !== asked) continue;
        tokens = got;
        isSpent = got === 0;
      }
    },
    backlog: 0,
    load: () => 0,
  };
}
