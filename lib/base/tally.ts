/** A count that is taken away in parts. */
export type Tally = {
  readonly add: () => void;
  /** What was added since the last time. */
  readonly take: () => number;
};

export function createTally(): Tally {
  let count = 0;
  return {
    add() {
      count += 1;
    },
    take() {
      const taken = count;
      count = 0;
      return taken;
    },
  };
}
