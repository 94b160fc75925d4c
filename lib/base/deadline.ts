import type { Clock } from "./clock.ts";

/** The moment after which nothing may be pending, as a signal for everything that waits. */
export type Deadline = {
  readonly signal: AbortSignal;
  /** Milliseconds left; 0 when the deadline has passed. */
  leftMs(): number;
  /** Stops the timer; to be called on success and on failure. */
  end(): void;
};

/** Starts a deadline `budgetMs` from now; one of 0 or less has already passed. */
export function startDeadline(clock: Clock, budgetMs: number): Deadline {
  const controller = new AbortController();
  const endsAtMs = clock.nowMs() + budgetMs;
  const abort = () => {
    controller.abort();
  };
  let cancel = () => {};
  if (budgetMs > 0) cancel = clock.after(budgetMs, abort);
  else abort();
  return {
    signal: controller.signal,
    leftMs: () => (controller.signal.aborted ? 0 : Math.max(0, endsAtMs - clock.nowMs())),
    end: () => {
      cancel();
    },
  };
}
