import type { Context } from "aws-lambda";

/** Left of Lambda's time for the answer to be written and the log to be flushed. */
const marginMs = 250;

/** A call that starts later than this before the end would most likely be cut off. */
export const leastCallMs = 500;

/**
 * Milliseconds that a beat may take: the least of the relay's deadline, the caller's `Prefer: wait`
 * and what the host leaves, less a margin. Hosts that tell no remaining time leave all there is.
 */
export function beatTimeLeftMs(deadlineMs: number, remainingMs: number, waitMs = Infinity): number {
  return Math.min(deadlineMs, waitMs, remainingMs - marginMs);
}

/** What the host says is left of the invocation; one that says nothing, or no number, leaves all there is. */
export function remainingTimeMs(context: Partial<Context>): number {
  const remainingMs: unknown = context.getRemainingTimeInMillis?.();
  return Number.isFinite(remainingMs) ? Number(remainingMs) : Infinity;
}
