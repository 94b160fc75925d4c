export type QuotaOptions = {
  /** What the upstream lets through in each of its seconds, counted at arrival. */
  readonly perSecond: number;
  /** The slowest way there less the fastest. */
  readonly travelSpreadMs: number;
};

/**
 * Calls a second, evenly apart, of which no second at the other end sees more than `perSecond`: calls
 * that leave a second plus the spread apart may arrive in the same second, so the quota has to last
 * for that long. For 20 a second and 60 ms that is 18.87.
 */
export function ratePerSecondWithin({ perSecond, travelSpreadMs }: QuotaOptions): number {
  return (perSecond * 1000) / (1000 + travelSpreadMs);
}
