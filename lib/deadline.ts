import type { Clock } from "./clock.ts";

/** The moment after which nothing may be pending, as a signal for whatever waits. */
export type Deadline = {
  readonly signal: AbortSignal;
  /** Stops the timer; to be called whatever the outcome. */
  end(): void;
};

/** Starts a deadline `budgetMs` from now; one of 0 or less has already passed. */
export function startDeadline(clock: Clock, budgetMs: number): Deadline {
  const controller = new AbortController();
  const abort = () => {
    controller.abort();
  };
  let cancel = () => {};
  if (budgetMs > 0) cancel = clock.after(budgetMs, abort);
  else abort();
  return {
    signal: controller.signal,
    end: () => {
      cancel();
    },
  };
}
