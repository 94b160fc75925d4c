/** The leases of a consumer group, as CLS holds them. */
export type Leases = {
  /** The consumer wants a lease from now on. */
  want(consumer: string, nowMs: number): void;
  /** A heartbeat has been accepted: joins, or renews, or joins anew after a loss. */
  renew(consumer: string, nowMs: number): void;
  /** Ends the count: what has run out by then is lost. */
  close(nowMs: number): void;
  readonly counts: LeaseCounts;
};

export type LeaseCounts = {
  /** Renewals that came in time. */
  kept: number;
  /** Leases that ran out, one more for each whole lease for which the consumer was then without. */
  lost: number;
  /** Of these: what was lost by consumers that had got in. */
  lostByHolders: number;
  /** Consumers that got in, within one lease of their first try or later. */
  joinedInTime: number;
  joinedLate: number;
  /** Those that never did: each lease for which they waited is lost as well. */
  neverIn: number;
};

type Story = { readonly wantedMs: number; endsMs?: number };

export function createLeases(leaseMs: number): Leases {
  const stories = new Map<string, Story>();
  const counts: LeaseCounts = {
    ...{ kept: 0, lost: 0, lostByHolders: 0, joinedInTime: 0, joinedLate: 0, neverIn: 0 },
  };
  const lostSince = (endsMs: number, nowMs: number) =>
    endsMs > nowMs ? 0 : 1 + Math.floor((nowMs - endsMs) / leaseMs);
  return {
    want(consumer, nowMs) {
      stories.set(consumer, { wantedMs: nowMs });
    },
    renew(consumer, nowMs) {
      const story = stories.get(consumer) ?? { wantedMs: nowMs };
      const { wantedMs, endsMs } = story;
      if (endsMs === undefined) {
        const isInTime = nowMs - wantedMs <= leaseMs;
        if (isInTime) counts.joinedInTime += 1;
        else counts.joinedLate += 1;
        counts.lost += lostSince(wantedMs + leaseMs, nowMs);
      } else {
        const lost = lostSince(endsMs, nowMs);
        counts.lost += lost;
        counts.lostByHolders += lost;
        if (lost === 0) counts.kept += 1;
      }
      story.endsMs = nowMs + leaseMs;
      stories.set(consumer, story);
    },
    close(nowMs) {
      for (const { wantedMs, endsMs } of stories.values()) {
        const lost = lostSince(endsMs ?? wantedMs + leaseMs, nowMs);
        counts.lost += lost;
        if (endsMs !== undefined) counts.lostByHolders += lost;
        if (endsMs === undefined && nowMs - wantedMs > leaseMs) counts.neverIn += 1;
      }
      stories.clear();
    },
    counts,
  };
}
