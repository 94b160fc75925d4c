/** The calls of one second that are leased by this sandbox, ahead of their use. */
export type Lease = {
  readonly second: number;
  /** Leased and not used yet. */
  readonly left: number;
  /** Whether nobody can lease any more of this second. */
  readonly isSpent: boolean;
  /** Turns to that second; what is left of another one is lost. */
  turnTo(second: number): void;
  /** Takes what the counter said of `count` more calls of that second, if it is still the one leased of. */
  add(second: number, leased: { readonly count: number; readonly total: number }): void;
  /** Uses one that is left. */
  use(): void;
  /** The most that all sandboxes together are known to have asked of a second about that one. */
  asked(second: number): number;
};

export function createLease(quota: number): Lease {
  let second = -Infinity;
  let left = 0;
  let total = 0;
  let totalBefore = 0;
  return {
    get second() {
      return second;
    },
    get left() {
      return left;
    },
    get isSpent() {
      return total >= quota;
    },
    turnTo(next) {
      if (next === second) return;
      totalBefore = next === second + 1 ? total : 0;
      second = next;
      left = 0;
      total = 0;
    },
    add(of, leased) {
      if (of !== second) return;
      const before = leased.total - leased.count;
      left += Math.min(Math.max(quota - before, 0), leased.count);
      total = leased.total;
    },
    use() {
      left -= 1;
    },
    // The next one too: what is leased ahead tells of those who could not wait.
    asked: (now) => (Math.abs(now - second) > 1 ? 0 : Math.max(total, totalBefore)),
  };
}
