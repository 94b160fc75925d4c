import type { Clock } from "../../base/clock.ts";

/** The wall clock, put forward to the fastest of all that stamp the table: then their differences count for less. */
export type SharedTime = {
  nowMs(): number;
  /** A moment that another process has stamped is past. */
  see(stampMs: number): void;
};

export function createSharedTime(clock: Clock): SharedTime {
  let aheadMs = 0;
  return {
    nowMs: () => clock.epochMs() + aheadMs,
    see(stampMs) {
      aheadMs = Math.max(aheadMs, stampMs - clock.epochMs());
    },
  };
}
