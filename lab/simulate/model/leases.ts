/** The leases of a consumer group, as the upstream holds them. */
export type Leases = {
  /** A heartbeat has arrived: joins, or renews, or joins anew after a loss. */
  beat(consumer: string, nowMs: number): void;
  /** Ends the count: what has run out by then is lost. */
  close(nowMs: number): void;
  /** Renewals that came in time. */
  readonly kept: number;
  /** When each lease that was lost ran out. */
  readonly lostAtMs: readonly number[];
};

export function createLeases(leaseMs: number): Leases {
  const endsMs = new Map<string, number>();
  const lostAtMs: number[] = [];
  let kept = 0;
  return {
    beat(consumer, nowMs) {
      const endMs = endsMs.get(consumer);
      if (endMs !== undefined && endMs < nowMs) lostAtMs.push(endMs);
      else if (endMs !== undefined) kept += 1;
      endsMs.set(consumer, nowMs + leaseMs);
    },
    close(nowMs) {
      for (const endMs of endsMs.values()) if (endMs < nowMs) lostAtMs.push(endMs);
      endsMs.clear();
    },
    get kept() {
      return kept;
    },
    lostAtMs,
  };
}
