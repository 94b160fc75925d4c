/** A second of the upstream's, and when calls that are to be counted in it may leave. */
export type Window = {
  readonly second: number;
  /** Milliseconds from now; 0 or less while it is open. */
  readonly opensInMs: number;
};

/**
 * Whatever leaves in this part of a second arrives in the same one. It begins with the second, since the
 * fastest way there is not known and may take no time. It ends 90 ms early: 80 for the slowest way and
 * 10 for clocks that are off.
 */
const closesAtMs = 910;

/** The first second for which a call can still leave, or any later one. */
export function windowAt(epochMs: number, leastSecond = -Infinity): Window {
  const current = Math.floor((epochMs + 1000 - closesAtMs) / 1000);
  const second = Math.max(current, leastSecond);
  return { second, opensInMs: second * 1000 - epochMs };
}
