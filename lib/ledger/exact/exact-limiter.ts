import type { Clock } from "../../base/clock.ts";
import { createLease } from "./reservation.ts";
import { createLine, type Waiter } from "./wait-queue.ts";
import { createStoreGuard, type StoreFailure } from "./store-guard.ts";
import { windowAt } from "./window.ts";
import type { RateLimiter, Slot, SlotRequest } from "../even-limiter.ts";
import { createDemand } from "../demand.ts";
import type { SharedCounter } from "./shared-counter.ts";

export type ExactLimiterOptions = {
  readonly clock: Clock;
  /** A number from 0 to below 1. */
  readonly random: () => number;
  readonly counter: SharedCounter;
  /** Grants in each second of the wall clock, all sandboxes together; a whole number. */
  readonly quota: number;
  /** An equal part of it, at which those sent away from here come back. */
  readonly partPerSecond: number;
  /** Decides while the store gives no answer. */
  readonly fallback: RateLimiter;
  /** Told of every request that the fallback decides. */
  readonly onFallback: () => void;
  readonly onFailure: (failure: StoreFailure) => void;
};

/**
 * Calls leased at once, unless more wait. One more than is needed halves the questions of a busy sandbox; with
 * four, those that sandboxes left idle shed more than 1 % at half the rate (docs/resilience.md).
 */
const slice = 2;

/** What every later second has is leased when its time comes. */
const mostSecondsAhead = 2;

/**
 * A limiter whose rate is shared by many sandboxes: they lease slices of the upstream's seconds from one
 * counter, and grant only while what leaves is sure to arrive in the second that it is leased of. Asking
 * the counter is no part of a wait: a request that may not wait at all still gets a slot of an open second.
 * @see docs/decisions/exact-mode.md
 */
export function createExactLimiter(options: ExactLimiterOptions): RateLimiter {
  const { clock, random, quota, partPerSecond, fallback, onFallback } = options;
  const guard = createStoreGuard(options);
  const lease = createLease(quota);
  const line = createLine({ random, quota, returnsPerSecond: partPerSecond });
  const demand = createDemand(quota);
  let callOff: (() => void) | undefined;
  let cancelTimer = () => {};

  /** Milliseconds until the first second that may have calls left opens; 0 or less: it is open. */
  const turnToNext = () => {
    const epochMs = clock.epochMs();
    const { second } = windowAt(epochMs);
    // What is leased still further ahead was leased before the clock was set back.
    if (lease.second < second || lease.second > second + mostSecondsAhead) lease.turnTo(second);
    const isUsedUp = lease.isSpent && lease.left === 0;
    if (isUsedUp && lease.second < second + mostSecondsAhead) lease.turnTo(lease.second + 1);
    return windowAt(epochMs, lease.second).opensInMs;
  };

  const judge = (nowMs: number) => {
    const opensInMs = turnToNext();
    line.refuseHopeless({ nowMs, opensInMs });
    return opensInMs;
  };

  const grantAll = () => {
    while (lease.left > 0) {
      const waiter = line.next();
      if (waiter === undefined) return;
      lease.use();
      waiter.settle({ granted: true, waitedMs: clock.nowMs() - waiter.arrivedMs });
    }
  };

  const passAllOn = () => {
    for (const waiter of line.clear()) waiter.passOn();
  };

  const ask = () => {
    const { second } = lease;
    const count = Math.min(Math.max(slice, line.length - lease.left), quota);
    callOff = guard.ask(second, count, (counted) => {
      callOff = undefined;
      if (counted.ok) lease.add(second, { count, total: counted.total });
      else passAllOn();
      proceed();
    });
  };

  /** Settles all that can be settled now, and sees to it that it runs again if anybody still waits. */
  const proceed = (nowMs = clock.nowMs()) => {
    cancelTimer();
    if (guard.isPaused()) passAllOn();
    let opensInMs = judge(nowMs);
    if (opensInMs <= 0) {
      grantAll();
      opensInMs = judge(nowMs);
    }
    if (line.length === 0) {
      callOff?.();
      callOff = undefined;
      return;
    }
    if (line.length > lease.left && !lease.isSpent && callOff === undefined) ask();
    if (opensInMs > 0) cancelTimer = clock.after(opensInMs, proceed);
  };

  const wait = (request: SlotRequest, arrivedMs: number) =>
    new Promise<Slot>((resolve) => {
      const { leaseEndsMs, maxWaitMs, latestUsefulMs = Infinity, signal } = request;
      const latestMs = Math.min(arrivedMs + maxWaitMs, latestUsefulMs);
      const settle = (slot: Slot) => {
        signal?.removeEventListener("abort", leave);
        resolve(slot);
      };
      const passOn = () => {
        signal?.removeEventListener("abort", leave);
        onFallback();
        const leftMs = Math.max(latestMs - clock.nowMs(), 0);
        resolve(fallback.acquire({ ...request, maxWaitMs: leftMs }));
      };
      const waiter: Waiter = { leaseEndsMs, latestMs, latestUsefulMs, arrivedMs, settle, passOn };
      const leave = () => {
        line.remove(waiter);
        settle({ granted: false, retryAfterMs: Math.max(turnToNext(), 0) });
        proceed();
      };
      line.add(waiter);
      // By the clock as it was on arrival: who may not wait at all must not be late by the time this took.
      proceed(arrivedMs);
      if (line.has(waiter)) signal?.addEventListener("abort", leave);
    });

  return {
    acquire(request) {
      if (request.signal?.aborted) {
        return Promise.resolve({ granted: false, retryAfterMs: Math.max(turnToNext(), 0) });
      }
      const arrivedMs = clock.nowMs();
      demand.add(arrivedMs);
      return wait(request, arrivedMs);
    },
    get backlog() {
      return line.length + fallback.backlog;
    },
    load() {
      if (guard.isPaused()) return fallback.load();
      const asked = lease.asked(Math.floor(clock.epochMs() / 1000));
      return Math.max(demand.load(clock.nowMs(), line.length), asked / quota);
    },
  };
}
