import type { Clock } from "../../base/clock.ts";

/** The wall clock, put forward to the fastest of all that stamp the table: then their differences count for less. */
export type SharedTime = {
  /** Goes on where the wall clock is set back. */
  nowMs(): number;
  /** A moment that another process has stamped is past. */
  see(stampMs: number): void;
};

/** Less is no step: the two clocks of a process may drift apart, and their difference must not add up. */
const leastStepMs = 20;

export function createSharedTime(clock: Clock): SharedTime {
  let aheadMs = 0;
  let last = { nowMs: clock.nowMs(), sharedMs: clock.epochMs() };
  return {
    nowMs() {
      // By a clock that was set back all credits are taken for as long, and no answer of the table says otherwise.
      const dueMs = last.sharedMs + clock.nowMs() - last.nowMs;
      if (dueMs - clock.epochMs() - aheadMs > leastStepMs) aheadMs = dueMs - clock.epochMs();
      last = { nowMs: clock.nowMs(), sharedMs: clock.epochMs() + aheadMs };
      return last.sharedMs;
    },
    see(stampMs) {
      aheadMs = Math.max(aheadMs, stampMs - clock.epochMs());
    },
  };
}
