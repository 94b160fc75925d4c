import { cadenceShare, keepingShare } from "../lease.ts";
import type { Standing } from "./shares.ts";

/** How far ahead a beat may book, and how many free credits it leaves to others. */
export type Terms = { readonly horizonMs: number; readonly leaves: number };

/** Of twenty: what batches, early beats and keys that have had their share leave. */
const leftShare = 0.25;

/** Beats that come in time do not book far ahead: the more urgent ones find their place then. */
const onTimeMs = 300;
const urgentMs = 1000;

/** A whole turn of the credits behind all that others have booked. */
const withinShareMs = 2200;

/** What a beat may do, by the age of the lease that it renews: undefined where it holds none. */
export function termsOf(
  beat: {
    readonly ageMs: number | undefined;
    readonly leaseMs: number;
    readonly isBulk: boolean;
    readonly credits: number;
  },
  { isOver, areOthersOver }: Standing,
): Terms {
  const { ageMs, leaseMs, isBulk, credits } = beat;
  const left = Math.floor(credits * leftShare);
  const isEarly = ageMs !== undefined && ageMs < keepingShare * leaseMs;
  if (isOver || isEarly) return { horizonMs: 0, leaves: left };
  const leaves = isBulk ? left : 0;
  if (areOthersOver) return { horizonMs: withinShareMs, leaves };
  const isUrgent = ageMs !== undefined && ageMs > (1 - cadenceShare) * leaseMs;
  return { horizonMs: isUrgent ? urgentMs : onTimeMs, leaves };
}
