import type { Clock } from "../../base/clock.ts";
import type { Counted, SharedCounter } from "./shared-counter.ts";

/** Stands before the store, so that nobody waits for one that is slow, hangs or fails. */
export type StoreGuard = {
  /** Whether the store is left alone for a while, since it failed. */
  isPaused(): boolean;
  /** Calls back once, within the deadline; the function returned calls the question off. */
  ask(second: number, count: number, answered: (counted: Counted) => void): () => void;
};

export type StoreFailure = { readonly reason: string; readonly pauseMs: number };

export type StoreGuardOptions = {
  readonly clock: Clock;
  readonly counter: SharedCounter;
  readonly onFailure: (failure: StoreFailure) => void;
};

/** A store in the same region answers in a tenth of it. */
const deadlineMs = 100;

/** From the second failure in a row on; one alone may be a connection that is slow to open. */
const firstPauseMs = 1000;
const mostPauseMs = 8000;

export function createStoreGuard({ clock, counter, onFailure }: StoreGuardOptions): StoreGuard {
  let failures = 0;
  let pausedUntilMs = -Infinity;

  const note = (counted: Counted) => {
    failures = counted.ok ? 0 : failures + 1;
    if (counted.ok) return;
    const pauseMs = failures === 1 ? 0 : Math.min(firstPauseMs * 2 ** (failures - 2), mostPauseMs);
    pausedUntilMs = clock.nowMs() + pauseMs;
    onFailure({ reason: counted.reason, pauseMs });
  };

  return {
    isPaused: () => clock.nowMs() < pausedUntilMs,
    ask(second, count, answered) {
      const aborter = new AbortController();
      let isOver = false;
      const end = (counted: Counted) => {
        if (isOver) return;
        callOff();
        // First who waits, then who only wants to know.
        answered(counted);
        note(counted);
      };
      const cancelDeadline = clock.after(deadlineMs, () => {
        end({ ok: false, reason: `no answer in ${deadlineMs} ms` });
      });
      const callOff = () => {
        isOver = true;
        cancelDeadline();
        aborter.abort();
      };
      void counter.add(second, count, aborter.signal).then(end);
      return callOff;
    },
  };
}
