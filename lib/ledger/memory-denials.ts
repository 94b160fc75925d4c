import type { Clock } from "../base/clock.ts";
import { overloaded } from "./denials.ts";
import type { Denial, Entry, KeyLimits } from "./ledger.ts";
import type { Consumer, Leases } from "./leases.ts";
import type { Shares } from "./shares.ts";
import type { Sights } from "./sights.ts";

/** Why a beat may not be sent, whether or not there is a credit. */
export type MemoryDenials = {
  /** It is not to be sent, or the rate carries no other lease. */
  of(entry: Entry, consumer: Consumer): Denial | undefined;
  /** The key has used up its own limit. */
  limited(key: KeyLimits): Denial | undefined;
};

export type MemoryDenialsOptions = {
  readonly clock: Clock;
  /** A number from 0 to below 1. */
  readonly random: () => number;
  readonly sights: Sights;
  readonly leases: Leases;
  readonly shares: Shares;
};

export function createMemoryDenials(options: MemoryDenialsOptions): MemoryDenials {
  const { clock, random, sights, leases, shares } = options;
  return {
    of(entry, consumer) {
      const denial = sights.denial(entry);
      if (denial || leases.holds(consumer) || leases.hasRoomFor(entry.leaseMs)) return denial;
      return overloaded(leases.fill(entry.leaseMs), random());
    },
    limited(key) {
      const nowMs = clock.nowMs();
      const limit = shares.limitOf(key);
      if (limit?.free(nowMs) !== 0) return undefined;
      const retryAfterMs = limit.earliestMs(0, nowMs) - nowMs;
      return { granted: false, reason: "key-limit", retryAfterMs };
    },
  };
}
