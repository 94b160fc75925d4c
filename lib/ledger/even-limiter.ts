import type { Clock } from "../base/clock.ts";
import { createDemand } from "./demand.ts";
import { enqueue, type Place, removeHopeless } from "./queue.ts";
import { createReturns } from "./retry-after.ts";

/** One call to CLS, now; or how long to stay away. */
export type Slot =
  | { readonly granted: true; readonly waitedMs: number }
  | { readonly granted: false; readonly retryAfterMs: number };

export type SlotRequest = {
  /** When the lease to renew ends, on the monotonic clock: soonest first. `Infinity` goes last. */
  readonly leaseEndsMs: number;
  readonly maxWaitMs: number;
  /** On the monotonic clock; later than this nothing is granted. */
  readonly latestUsefulMs?: number;
  /** Ends the wait: the slot is left to others. */
  readonly signal?: AbortSignal;
};

/** Hands out the calls that CLS allows, to the lease that ends first. */
export type RateLimiter = {
  /** Waits for a slot; never rejects, and refuses as soon as it is known. */
  acquire(request: SlotRequest): Promise<Slot>;
  /** How many wait. */
  readonly backlog: number;
  /** Demand over rate in about the last second, the queue included: 1 is all that there is. */
  load(): number;
};

export type RateLimiterOptions = {
  readonly clock: Clock;
  /** Grants a second, 0.1 or more. */
  readonly perSecond: number;
  /** A number from 0 to below 1. */
  readonly random: () => number;
  /** How many may wait, so that a flood cannot fill the memory. */
  readonly mostWaiting?: number;
};

type Waiter = Place & { readonly arrivedMs: number; readonly settle: (slot: Slot) => void };

/**
 * A limiter for one process. Grants are at least a slot apart, counted from the last one as it really
 * was: neither idle time nor a late timer saves up a burst, and no second, wherever it begins, holds
 * more than the rate (rounded up, where it is not whole).
 */
export function createRateLimiter(options: RateLimiterOptions): RateLimiter {
  const { clock, perSecond, random, mostWaiting = 2000 } = options;
  // Rounded up to a microsecond: thirty thirtieths of a second must not come to less than one.
  const spacingMs = Math.ceil(1_000_000 / perSecond) / 1000;
  const demand = createDemand(perSecond);
  const returns = createReturns({ spacingMs, random });
  const queue: Waiter[] = [];
  let nextSlotMs = -Infinity;
  let cancelTimer = () => {};

  const slotTimes = (nowMs = clock.nowMs()) => {
    return { nowMs, firstMs: Math.max(nowMs, nextSlotMs), spacingMs, most: mostWaiting };
  };

  const refuse = ({ settle, leaseEndsMs }: Waiter) => {
    const { nowMs, firstMs } = slotTimes();
    const freeSlotMs = firstMs + queue.length * spacingMs;
    const retryAfterMs = returns.assignMs({ nowMs, nextSlotMs: firstMs, freeSlotMs, leaseEndsMs });
    settle({ granted: false, retryAfterMs });
  };

  /** Settles all that can be settled now, and wakes again at the next slot if anybody still waits. */
  const proceed = (nowMs?: number) => {
    cancelTimer();
    const times = slotTimes(nowMs);
    removeHopeless(queue, times).forEach(refuse);
    if (times.nowMs >= nextSlotMs) grant(times.nowMs);
    if (queue.length > 0) cancelTimer = clock.after(nextSlotMs - times.nowMs, proceed);
  };

  const grant = (nowMs: number) => {
    const first = queue.shift();
    if (first === undefined) return;
    nextSlotMs = nowMs + spacingMs;
    first.settle({ granted: true, waitedMs: nowMs - first.arrivedMs });
  };

  const untilNextSlotMs = () => {
    const { nowMs, firstMs } = slotTimes();
    return firstMs - nowMs;
  };

  return {
    acquire({ leaseEndsMs, maxWaitMs, latestUsefulMs = Infinity, signal }) {
      if (signal?.aborted) {
        return Promise.resolve({ granted: false, retryAfterMs: untilNextSlotMs() });
      }
      const arrivedMs = clock.nowMs();
      demand.add(arrivedMs);
      return new Promise((resolve) => {
        const settle = (slot: Slot) => {
          signal?.removeEventListener("abort", leave);
          resolve(slot);
        };
        const latestMs = Math.min(arrivedMs + maxWaitMs, latestUsefulMs);
        const waiter: Waiter = { leaseEndsMs, latestMs, arrivedMs, settle };
        const leave = () => {
          queue.splice(queue.indexOf(waiter), 1);
          settle({ granted: false, retryAfterMs: untilNextSlotMs() });
          proceed();
        };
        enqueue(queue, waiter);
        // By the clock as it was on arrival: who may not wait at all must not be late by the time this took.
        proceed(arrivedMs);
        if (queue.includes(waiter)) signal?.addEventListener("abort", leave);
      });
    },
    get backlog() {
      return queue.length;
    },
    load: () => demand.load(clock.nowMs(), queue.length),
  };
}
