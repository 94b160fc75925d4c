import { mostAheadMs } from "./lease.ts";

export type Refusal = {
  readonly nowMs: number;
  /** The next slot, whether or not it is free. */
  readonly nextSlotMs: number;
  /** The first slot behind all who wait. */
  readonly freeSlotMs: number;
  /** When the lease of the one refused ends; `Infinity` where it holds none. */
  readonly leaseEndsMs: number;
};

/** When those who are refused are to come back. */
export type Returns = {
  /** Milliseconds from now; each call makes the next ones come later. */
  assignMs(refusal: Refusal): number;
};

/** Of the time ahead: enough that callers of several processes drift apart, too little to leave gaps. */
const jitterShare = 0.1;

/**
 * Gives every caller that is refused a slot of its own behind those who wait and those who were told
 * to come back before it: told the time of the next free slot, all would come for that one. A lease that
 * ends earlier comes back earlier, at half of what is left of it, to have a second chance as well.
 */
export function createReturns({
  spacingMs,
  random,
}: {
  spacingMs: number;
  random: () => number;
}): Returns {
  let takenUntilMs = -Infinity;
  return {
    assignMs({ nowMs, nextSlotMs, freeSlotMs, leaseEndsMs }) {
      const aheadMs = Math.max(takenUntilMs, freeSlotMs) - nowMs;
      let returnMs = aheadMs + random() * Math.max(spacingMs, jitterShare * aheadMs);
      // No use in sending anybody further: those beyond share the second half with the ones before.
      if (aheadMs > mostAheadMs) returnMs = mostAheadMs * (1 - random() / 2);
      else takenUntilMs = nowMs + aheadMs + spacingMs;
      const leaseLeftMs = leaseEndsMs - nowMs;
      if (leaseLeftMs > 0) returnMs = Math.min(returnMs, leaseLeftMs / 2);
      return Math.max(returnMs, nextSlotMs - nowMs);
    },
  };
}
