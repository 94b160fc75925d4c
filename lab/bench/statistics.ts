/** The middle value; the mean of the two middle ones where there is no single one. NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const pair = [sorted[Math.ceil(half) - 1] ?? NaN, sorted[Math.floor(half)] ?? NaN] as const;
  return (pair[0] + pair[1]) / 2;
}

/** The least value that `fraction` of all values do not exceed (nearest rank). NaN of nothing. */
export function percentile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * fraction) - 1)] ?? NaN;
}

export type Spread = { readonly value: number; readonly least: number; readonly most: number };

/** The median with the least and the most. */
export function spread(values: readonly number[]): Spread {
  return { value: median(values), least: Math.min(...values), most: Math.max(...values) };
}

/**
 * Median ÷ median, with the least and the most of the ratios of values taken in the same round.
 * @throws RangeError when the two are not of the same rounds.
 */
export function spreadOfRatio(ours: readonly number[], theirs: readonly number[]): Spread {
  if (ours.length !== theirs.length) throw new RangeError("not measured in the same rounds");
  const ratios = ours.map((value, round) => value / (theirs[round] ?? NaN));
  return { ...spread(ratios), value: median(ours) / median(theirs) };
}

/**
 * The median of the ratios of values taken one right after the other, with the least and the most that a tenth of
 * the run gives: what disturbs the machine for longer than a pair takes is in both values of it.
 */
export function spreadOfPairs(ours: readonly number[], theirs: readonly number[]): Spread {
  const ratios = ours.map((value, index) => value / (theirs[index] ?? NaN));
  const tenths = slices(ratios, 10).map(median);
  return { value: median(ratios), least: Math.min(...tenths), most: Math.max(...tenths) };
}

/** `values` cut into `count` runs of equal length, in order; what is left over at the end is dropped. */
export function slices<T>(values: readonly T[], count: number): T[][] {
  const length = Math.floor(values.length / count);
  return Array.from({ length: count }, (_, index) =>
    values.slice(index * length, (index + 1) * length),
  );
}
