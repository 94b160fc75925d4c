import type { Clock } from "../../lib/base/clock.ts";

export type HandClock = Clock & {
  /** Moves time on; whatever falls due on the way is called back in order, each at its own time. */
  advance(ms: number): void;
  /** Sets the wall clock forward, or back; so it seems, too, where a frozen sandbox's monotonic clock stood still. */
  setWallForward(ms: number): void;
  /** How many callbacks are still waited for. */
  pending(): number;
};

/**
 * A clock that stands still until it is moved. The monotonic scale begins at 0 and the wall clock at
 * `startMs`, so that taking one for the other does not go unnoticed.
 */
export function createHandClock(startMs = Date.UTC(2026, 0, 1)): HandClock {
  let wallAheadMs = startMs;
  const timers = new Set<{ readonly dueMs: number; readonly callback: () => void }>();
  let elapsedMs = 0;
  const nextBefore = (endMs: number) =>
    [...timers].filter(({ dueMs }) => dueMs <= endMs).sort((a, b) => a.dueMs - b.dueMs)[0];
  return {
    nowMs: () => elapsedMs,
    epochMs: () => wallAheadMs + elapsedMs,
    after(delayMs, callback) {
      const timer = { dueMs: elapsedMs + Math.max(delayMs, 0), callback };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    advance(ms) {
      const endMs = elapsedMs + ms;
      for (let timer = nextBefore(endMs); timer; timer = nextBefore(endMs)) {
        timers.delete(timer);
        elapsedMs = timer.dueMs;
        timer.callback();
      }
      elapsedMs = endMs;
    },
    setWallForward(ms) {
      wallAheadMs += ms;
    },
    pending: () => timers.size,
  };
}
