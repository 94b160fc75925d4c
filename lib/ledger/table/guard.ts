import type { Clock } from "../../base/clock.ts";

/** Why the table was of no use, and for how long it is left alone. */
export type StoreFailure = { readonly reason: string; readonly pauseMs: number };

/** Sees to it that beats do not wait for a table that is down, one after the other. */
export type Guard = {
  isPaused(): boolean;
  worked(): void;
  failed(error: unknown): void;
};

/** From the second failure in a row on; one alone may be a connection that is slow to open. */
const firstPauseMs = 1000;
const mostPauseMs = 8000;

export function createGuard(clock: Clock, onFailure: (failure: StoreFailure) => void): Guard {
  let failures = 0;
  let pausedUntilMs = -Infinity;
  const isPaused = () => clock.nowMs() < pausedUntilMs;
  return {
    isPaused,
    worked() {
      failures = 0;
    },
    failed(error) {
      // Those that were under way when the pause began tell nothing new.
      if (!isPaused()) failures += 1;
      const pauseMs =
        failures === 1 ? 0 : Math.min(firstPauseMs * 2 ** (failures - 2), mostPauseMs);
      pausedUntilMs = clock.nowMs() + pauseMs;
      onFailure({ reason: error instanceof Error ? error.message : "unknown", pauseMs });
    },
  };
}
