import type { Clock } from "../clock.ts";

/** A clock that stands still until it is moved. */
export function createHandClock(startMs = 1_760_000_000_000): Clock & { stepMs(ms: number): void } {
  let nowMs = startMs;
  return {
    nowMs: () => nowMs,
    stepMs(ms) {
      nowMs += ms;
    },
  };
}
