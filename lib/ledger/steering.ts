import { cadenceShare, carriedShare } from "./lease.ts";

/** What the leases that are held ask of the rate. */
export type Load = {
  /** Calls a second, were each lease renewed once in its length. */
  readonly leastPerSecond: number;
  readonly ratePerSecond: number;
};

/** Of a lease: a beat that comes later has no second chance. */
const mostCadenceShare = 0.85;

/** Of the cadence: how much earlier than it a beat may be asked for by chance, and what of that stays in a full rate. */
const mostEarly = 0.3;
const leastEarlyShare = 0.1;

/** Of the rate: the rest is for retries and for those who join. */
const steeredShare = 0.8;

/** Whether the rate can carry one more lease of this length; sums of fractions lose a little. */
export function hasRoomFor({ leastPerSecond, ratePerSecond }: Load, leaseMs: number): boolean {
  return leastPerSecond + 1000 / leaseMs <= carriedShare * ratePerSecond + 1e-9;
}

/** Whether leases of these lengths are all that the rate can carry: there is no room for one more as long as the longest. */
export function isFull(leasesMs: readonly number[], ratePerSecond: number): boolean {
  if (leasesMs.length === 0) return false;
  const leastPerSecond = leasesMs.reduce((sum, leaseMs) => sum + 1000 / leaseMs, 0);
  const longestMs = leasesMs.reduce((one, other) => Math.max(one, other), 0);
  return !hasRoomFor({ leastPerSecond, ratePerSecond }, longestMs);
}

/** How many leases of this length the rate can carry. */
export function carriedLeases(ratePerSecond: number, leaseMs: number): number {
  return Math.floor((carriedShare * ratePerSecond * leaseMs) / 1000);
}

/** When consumers are to beat, as a share of their leases: later, the more is asked of the rate. */
export function cadenceShareAt(load: Load): number {
  return Math.min(cadenceShare * Math.max(1, asked(load)), mostCadenceShare);
}

/** How far apart the beats of such a lease are to be. */
export function cadenceMsAt(load: Load, leaseMs: number): number {
  return Math.round(cadenceShareAt(load) * leaseMs);
}

/** The calls that the leases ask for at the usual cadence, as a share of what is theirs of the rate. */
function asked({ leastPerSecond, ratePerSecond }: Load): number {
  return leastPerSecond / cadenceShare / (steeredShare * ratePerSecond);
}

/**
 * When a consumer with such a lease should beat next, so that a fleet settles under the rate by itself.
 * `chance` is a number from 0 to below 1: a fleet that began together drifts apart.
 */
export function nextBeatInMs(load: Load, leaseMs: number, chance: number): number {
  // Beats that come early cost calls: the fuller the rate, the fewer of them.
  const early = mostEarly * Math.max(leastEarlyShare, 1 - asked(load));
  return Math.round(cadenceShareAt(load) * leaseMs * (1 - early * chance));
}
