/** How many transitions of each kind were told since the start. */
export type TransitionTally = {
  add(counts: Readonly<Record<string, number>>): void;
  counts(): Readonly<Record<string, number>>;
};

/** @param kinds all of them, from the start: a scraper cannot see the first step of a count that was not there */
export function createTransitionTally(kinds: readonly string[]): TransitionTally {
  const all = new Map(kinds.map((kind) => [kind, 0]));
  return {
    add(counts) {
      for (const [kind, count] of Object.entries(counts))
        all.set(kind, (all.get(kind) ?? 0) + count);
    },
    counts: () => Object.fromEntries(all),
  };
}
