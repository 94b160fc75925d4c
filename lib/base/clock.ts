/** Time, handed in so that tests and simulations can make their own. */
export type Clock = {
  /** Milliseconds on a monotonic scale, for durations. */
  nowMs(): number;
  /** Milliseconds since the Unix epoch, for what is agreed with others. */
  epochMs(): number;
  /** Calls back once, `delayMs` from now; the function returned cancels that. */
  after(delayMs: number, callback: () => void): () => void;
};

export const systemClock: Clock = {
  // Not `performance.now()`: its first touch loads modules that took 2 ms of a cold start's first beat.
  nowMs: () => process.uptime() * 1000,
  epochMs: () => Date.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};

/**
 * Waits `delayMs`, or until the signal aborts, whichever is first; never rejects.
 * A delay of 0 or less does not give up the turn to a timer.
 */
export async function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  if (delayMs <= 0 || signal?.aborted) return;
  await new Promise<void>((resolve) => {
    const wake = () => {
      cancel();
      signal?.removeEventListener("abort", wake);
      resolve();
    };
    const cancel = clock.after(delayMs, wake);
    signal?.addEventListener("abort", wake);
  });
}
