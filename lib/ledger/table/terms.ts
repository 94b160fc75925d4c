import { cadenceShare, leftShare } from "../lease.ts";
import { cadenceShareAt, type Load } from "../steering.ts";
import type { Standing } from "./standing.ts";

/** How far ahead a beat may book, and how many free credits it leaves to others. */
export type Terms = { readonly horizonMs: number; readonly leaves: number };

/** Beats that come in time do not book far ahead: the more urgent ones find their place then. */
const onTimeMs = 300;
const urgentMs = 1000;

/** Nothing is booked further ahead: a whole turn of the credits behind all that urgent beats have booked. */
export const longestAheadMs = 2200;

/** Of a lease: a beat that is refused later than this may not come back in time. */
const lastChanceShare = 0.75;

/** Of the cadence: a beat that comes earlier can come again. */
const earlyShare = 0.55;

/** Of the rate: while the leases that are held ask for less, a consumer that joins is as urgent as one that is late. */
const roomyShare = 0.5;

/** What any beat may do before its consumer is known; early beats and joiners of a key that has had its share may do no more. */
export function leastTerms(credits: number): Terms {
  return { horizonMs: 0, leaves: Math.floor(credits * leftShare) };
}

/** What a beat may do, by the age of the lease that it renews: undefined where it holds none. */
export function termsOf(
  beat: {
    readonly ageMs: number | undefined;
    readonly leaseMs: number;
    readonly isBulk: boolean;
    readonly credits: number;
    readonly load: Load;
  },
  { isOver, areOthersOver, areOthersAbove, hasRoom }: Standing,
): Terms {
  const { ageMs, leaseMs, isBulk, credits, load } = beat;
  const least = leastTerms(credits);
  // It came when it was told to, before others made the cadence longer.
  const cadence = areOthersOver ? cadenceShare : cadenceShareAt(load);
  const isEarly = ageMs !== undefined && ageMs < earlyShare * cadence * leaseMs;
  if (isEarly || (isOver && ageMs === undefined)) return least;
  const isLate = ageMs !== undefined && ageMs > (1 - cadenceShare) * leaseMs;
  // Else a key that leaves less than that free would keep all batches of others from their shares.
  const needsItsShare = hasRoom && (isLate || (ageMs !== undefined && areOthersAbove));
  const leaves = isBulk && !needsItsShare ? least.leaves : 0;
  const isLastChance = !isOver && ageMs !== undefined && ageMs > lastChanceShare * leaseMs;
  if (areOthersOver || isLastChance) return { horizonMs: longestAheadMs, leaves };
  // Others that are within their share book behind it, so there is no need for it to give way to them.
  const isUrgent =
    ageMs === undefined ? load.leastPerSecond < roomyShare * load.ratePerSecond : isOver || isLate;
  return { horizonMs: isUrgent ? urgentMs : onTimeMs, leaves };
}
