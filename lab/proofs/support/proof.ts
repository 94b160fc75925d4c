export type ProofOptions = {
  readonly runs: number;
  /** The same seed gives the same runs. */
  readonly seed: number;
};

/** How often what was seen: a proof that never met the hard cases proves little. */
export type Rows = readonly (readonly [what: string, times: number])[];

/** Makes `runs` generated runs; throws with the counterexample where one fails. */
export type Proof = (options: ProofOptions) => Promise<Rows>;

export type Tally = {
  readonly count: (...what: readonly string[]) => void;
  readonly rows: () => Rows;
};

/** Counts each thing on its own, and all of them together where there are several. */
export function createTally(): Tally {
  const counts = new Map<string, number>();
  return {
    count(...what) {
      const label = what.join(", ");
      counts.set(label, (counts.get(label) ?? 0) + 1);
    },
    rows: () => [...counts].sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}
