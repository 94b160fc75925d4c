export type Reading = {
  readonly atMs: number;
  readonly consumer: string;
  readonly partition: number;
};

export type Verdict = {
  /** Seconds in which a partition was read by more than one consumer, over all partitions. */
  readonly doubleSeconds: number;
  /** Seconds of the rehearsal in which no partition was. */
  readonly singleSeconds: number;
  /** The longest that each partition was pulled by nobody, in seconds. */
  readonly longestGapSeconds: Readonly<Record<string, number>>;
};

/**
 * Who pulled which partition when, judged: the first second is 0. A consumer reads from one pull to its next one, where
 * that follows within an interval of the heartbeats: a partition that went to another one and came back took longer.
 */
export function judgeReadings(
  readings: readonly Reading[],
  seconds: number,
  intervalMs: number,
): Verdict {
  const readers = new Map<string, Set<string>>();
  const last = new Map<string, number>();
  const gaps: Record<string, number> = {};
  for (const { atMs, consumer, partition } of readings) {
    const own = `${partition} ${consumer}`;
    const beforeMs = last.get(own) ?? atMs;
    const sinceMs = atMs - beforeMs < intervalMs ? beforeMs : atMs;
    for (let second = Math.floor(sinceMs / 1000); second <= atMs / 1000; second += 1) {
      const key = `${partition} ${second}`;
      readers.set(key, (readers.get(key) ?? new Set()).add(consumer));
    }
    const gap = atMs - (last.get(`${partition}`) ?? atMs);
    gaps[partition] = Math.max(gaps[partition] ?? 0, Math.round(gap / 1000));
    last.set(own, atMs).set(`${partition}`, atMs);
  }
  const doubled = [...readers].filter(([, names]) => names.size > 1).map(([key]) => key);
  const doubledSeconds = new Set(doubled.map((key) => key.split(" ")[1]));
  return {
    doubleSeconds: doubled.length,
    singleSeconds: seconds - doubledSeconds.size,
    longestGapSeconds: gaps,
  };
}
