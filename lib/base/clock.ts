/** Time, handed in so that tests and simulations can make their own. */
export type Clock = {
  /** Milliseconds on a monotonic scale, for durations. */
  nowMs(): number;
  /** Milliseconds since the Unix epoch, for what is agreed with others. */
  epochMs(): number;
  /** Calls back once, `delayMs` from now; the function returned cancels that. */
  after(delayMs: number, callback: () => void): () => void;
};

/** The longest delay that Node's timers know; a longer one would end at once. */
const longestTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  // Not `performance.now()`: its first touch loads modules that took 2 ms of a cold start's first beat.
  nowMs: () => process.uptime() * 1000,
  epochMs: () => Date.now(),
  after: startTimer,
};

function startTimer(delayMs: number, callback: () => void): () => void {
  let cancelRest = () => {};
  const next = () => {
    if (delayMs > longestTimerMs) cancelRest = startTimer(delayMs - longestTimerMs, callback);
    else callback();
  };
  const timer = setTimeout(next, Math.min(delayMs, longestTimerMs));
  return () => {
    clearTimeout(timer);
    cancelRest();
  };
}

/** A moment by both clocks; what is agreed once in docs/decisions/time.md. */
export type Moment = { readonly nowMs: number; readonly epochMs: number };

export function momentOf(clock: Clock): Moment {
  return { nowMs: clock.nowMs(), epochMs: clock.epochMs() };
}

/**
 * How long ago a moment was, by the clock that says more: the monotonic one may have stood still in a sandbox
 * that was frozen, and the wall clock may have been set back.
 */
export function sinceMs(clock: Clock, { nowMs, epochMs }: Moment): number {
  return Math.max(clock.nowMs() - nowMs, clock.epochMs() - epochMs);
}

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

/** The moment after which nothing may be pending, as a signal for everything that waits. */
export type Deadline = {
  readonly signal: AbortSignal;
  /** Milliseconds left; 0 when the deadline has passed. */
  leftMs(): number;
  /** Stops the timer; to be called on success and on failure. */
  end(): void;
};

/** Starts a deadline `timeLeftMs` from now; one of 0 or less has already passed. */
export function startDeadline(clock: Clock, timeLeftMs: number): Deadline {
  const controller = new AbortController();
  const endsAtMs = clock.nowMs() + timeLeftMs;
  const abort = () => {
    controller.abort();
  };
  let cancel = () => {};
  if (timeLeftMs > 0) cancel = clock.after(timeLeftMs, abort);
  else abort();
  return {
    signal: controller.signal,
    leftMs: () => (controller.signal.aborted ? 0 : Math.max(0, endsAtMs - clock.nowMs())),
    end: () => {
      cancel();
    },
  };
}
