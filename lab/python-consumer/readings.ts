export type Reading = {
  readonly atMs: number;
  readonly consumer: string;
  readonly partition: number;
};

export type Verdict = {
  /** Seconds in which a partition was pulled by more than one consumer, over all partitions. */
  readonly doubleSeconds: number;
  /** Seconds of the rehearsal in which no partition was. */
  readonly singleSeconds: number;
  /** The longest that each partition was pulled by nobody, in seconds. */
  readonly longestGapSeconds: Readonly<Record<string, number>>;
};

/** Who pulled which partition when, judged: the first second is 0. */
export function judgeReadings(readings: readonly Reading[], seconds: number): Verdict {
  const readers = new Map<string, Set<string>>();
  const last = new Map<number, number>();
  const gaps: Record<string, number> = {};
  for (const { atMs, consumer, partition } of readings) {
    const key = `${partition} ${Math.floor(atMs / 1000)}`;
    readers.set(key, (readers.get(key) ?? new Set()).add(consumer));
    const gap = atMs - (last.get(partition) ?? atMs);
    gaps[partition] = Math.max(gaps[partition] ?? 0, Math.round(gap / 1000));
    last.set(partition, atMs);
  }
  const doubled = [...readers].filter(([, names]) => names.size > 1).map(([key]) => key);
  const doubledSeconds = new Set(doubled.map((key) => key.split(" ")[1]));
  return {
    doubleSeconds: doubled.length,
    singleSeconds: seconds - doubledSeconds.size,
    longestGapSeconds: gaps,
  };
}
