import type { Slot } from "../even-limiter.ts";
import { enqueue, type Place } from "../queue.ts";
import { createReturns } from "../retry-after.ts";

export type Waiter = Place & {
  /** On the monotonic clock; later than this nothing is granted. */
  readonly latestUsefulMs: number;
  readonly arrivedMs: number;
  readonly settle: (slot: Slot) => void;
  /** Hands the request to another limiter. */
  readonly passOn: () => void;
};

export type Opening = { readonly nowMs: number /** 0 or less: now. */; readonly opensInMs: number };

/** Those who wait for a slot, the soonest lease first. */
export type Line = {
  readonly length: number;
  add(waiter: Waiter): void;
  remove(waiter: Waiter): void;
  has(waiter: Waiter): boolean;
  /** The first one, taken out. */
  next(): Waiter | undefined;
  /** All, taken out. */
  clear(): Waiter[];
  /** Sends away who is worth nothing by now or whose second opens too late, told when to come back. */
  refuseHopeless(opening: Opening): void;
};

export type LineOptions = {
  readonly random: () => number;
  /** How many a second can take. */
  readonly quota: number;
  /** The rate at which those sent away from here come back: others send theirs away as well. */
  readonly returnsPerSecond: number;
};

export function createLine({ random, quota, returnsPerSecond }: LineOptions): Line {
  const spacingMs = 1000 / returnsPerSecond;
  const returns = createReturns({ spacingMs, random });
  const queue: Waiter[] = [];

  const refuse = ({ leaseEndsMs, settle }: Waiter, { nowMs, opensInMs }: Opening) => {
    const nextSlotMs = nowMs + Math.max(opensInMs, 0);
    const freeSlotMs = nextSlotMs + queue.length * spacingMs;
    const retryAfterMs = returns.assignMs({ nowMs, nextSlotMs, freeSlotMs, leaseEndsMs });
    settle({ granted: false, retryAfterMs });
  };

  return {
    get length() {
      return queue.length;
    },
    add(waiter) {
      enqueue(queue, waiter);
    },
    remove(waiter) {
      queue.splice(queue.indexOf(waiter), 1);
    },
    has: (waiter) => queue.includes(waiter),
    next: () => queue.shift(),
    clear: () => queue.splice(0),
    refuseHopeless(opening) {
      const { nowMs, opensInMs } = opening;
      const hopeless: Waiter[] = [];
      for (const waiter of queue.splice(0)) {
        const opensMs = nowMs + opensInMs + Math.floor(queue.length / quota) * 1000;
        const canBeServed = opensMs <= waiter.latestMs && nowMs <= waiter.latestUsefulMs;
        (canBeServed ? queue : hopeless).push(waiter);
      }
      for (const waiter of hopeless) refuse(waiter, opening);
    },
  };
}
