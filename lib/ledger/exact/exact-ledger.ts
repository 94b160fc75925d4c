import type { RateLimiter } from "../even-limiter.ts";
import type { Ledger } from "../ledger.ts";

/** A ledger whose slots come from a limiter besides: what it grants waits there for its slot. */
export function withLimiter(ledger: Ledger, limiter: RateLimiter): Ledger {
  return {
    ...ledger,
    enter(entry) {
      const turn = ledger.enter(entry);
      return {
        async take(patience) {
          const grant = await turn.take(patience);
          if (!grant.granted) return grant;
          const slot = await limiter.acquire({ ...patience, leaseEndsMs: 0 });
          if (slot.granted) return grant;
          void grant.settle("answered");
          return { granted: false, reason: "no-room", retryAfterMs: slot.retryAfterMs };
        },
      };
    },
  };
}
