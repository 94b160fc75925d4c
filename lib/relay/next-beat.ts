export type SteeringOptions = {
  /** How often the caller is meant to beat; half of its lease. */
  readonly intervalMs: number;
  /** Demand over rate: 1 is all that there is. */
  readonly load: number;
  /** A number from 0 to below 1. */
  readonly random: () => number;
};

/** The least share of the interval at ease, and when every slot is taken. */
const leastAtEase = 0.8;
const leastWhenFull = 0.96;

/** Up to this share of the rate there is room for beats that come early. */
const easyLoad = 0.8;

/**
 * Milliseconds from now at which a caller should beat next: by chance between a least share of the
 * interval and all of it, so that a fleet that began together drifts apart within a few beats.
 *
 * Never more than the interval: with a lease of two intervals, a beat that is lost leaves the one after
 * it, two steps from the last good one, just inside the lease. So under load the steps are not made
 * longer than asked but less short: early beats, on average a tenth more calls than the interval
 * needs, are given up between a load of 0.8 and 1, until the mean is 98 % of the interval.
 */
export function nextBeatInMs({ intervalMs, load, random }: SteeringOptions): number {
  const strain = Math.min(Math.max(load - easyLoad, 0) / (1 - easyLoad), 1);
  const least = leastAtEase + (leastWhenFull - leastAtEase) * strain;
  return Math.round(intervalMs * (least + (1 - least) * random()));
}
