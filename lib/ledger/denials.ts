import type { Denial, Fill } from "./ledger.ts";

export const superseded: Denial = { granted: false, reason: "superseded" };
export const unproven: Denial = { granted: false, reason: "unproven" };

/** When a consumer that is not let in is told to ask again, at the earliest. */
const joinLaterMs = 10_000;

/** `chance` is a number from 0 to below 1. */
export function overloaded(fill: Fill, chance: number): Denial {
  const retryAfterMs = joinLaterMs * (1 + chance / 2);
  return { granted: false, reason: "overloaded", retryAfterMs, fill };
}

/** Another beat of the consumer took all the time that this one had. */
export const tooLate: Denial = { granted: false, reason: "no-room", retryAfterMs: 1000 };
