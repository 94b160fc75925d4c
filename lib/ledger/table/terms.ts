import { cadenceShare } from "../lease.ts";
import { cadenceShareAt, type Load } from "../steering.ts";
import type { Standing } from "./shares.ts";

/** How far ahead a beat may book, and how many free credits it leaves to others. */
export type Terms = { readonly horizonMs: number; readonly leaves: number };

/** Of twenty: what batches, early beats and keys that have had their share leave. */
const leftShare = 0.25;

/** Beats that come in time do not book far ahead: the more urgent ones find their place then. */
const onTimeMs = 300;
const urgentMs = 1000;

/** Nothing is booked further ahead: a whole turn of the credits behind all that urgent beats have booked. */
export const longestAheadMs = 2200;

/** Of a lease: who is refused later than this may not come back in time. */
const lastChanceShare = 0.75;

/** Of the cadence: a beat that comes earlier can come again. */
const earlyShare = 0.55;

/** Of the rate, asked for by leases that are held: while there is less, who joins is as urgent as who is about to lose one. */
const roomyShare = 0.5;

/** What a beat may do, by the age of the lease that it renews: undefined where it holds none. */
export function termsOf(
  beat: {
    readonly ageMs: number | undefined;
    readonly leaseMs: number;
    readonly isBulk: boolean;
    readonly credits: number;
    readonly load: Load;
  },
  { isOver, areOthersOver }: Standing,
): Terms {
  const { ageMs, leaseMs, isBulk, credits, load } = beat;
  const left = Math.floor(credits * leftShare);
  const isEarly = ageMs !== undefined && ageMs < earlyShare * cadenceShareAt(load) * leaseMs;
  if (isEarly || (isOver && ageMs === undefined)) return { horizonMs: 0, leaves: left };
  const leaves = isBulk ? left : 0;
  const isLastChance = ageMs !== undefined && ageMs > lastChanceShare * leaseMs;
  if (areOthersOver || isLastChance) return { horizonMs: longestAheadMs, leaves };
  // Others that are within their share book behind it, so there is no need for it to give way to them.
  const isUrgent =
    ageMs === undefined
      ? load.leastPerSecond < roomyShare * load.ratePerSecond
      : isOver || ageMs > (1 - cadenceShare) * leaseMs;
  return { horizonMs: isUrgent ? urgentMs : onTimeMs, leaves };
}
