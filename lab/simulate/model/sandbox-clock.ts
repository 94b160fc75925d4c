import type { Clock } from "../../../lib/base/clock.ts";

/** The clock of a process that the host may freeze. */
export type SandboxClock = Clock & {
  freeze(): void;
  /** What fell due in the meantime runs now. */
  thaw(): void;
};

export type SandboxClockOptions = {
  /** How far its wall clock is off. */
  readonly skewMs: number;
  /** Whether its monotonic clock stands still while it is frozen (docs/decisions/time.md). */
  readonly standsStill: boolean;
};

export function createSandboxClock(
  clock: Clock,
  { skewMs, standsStill }: SandboxClockOptions,
): SandboxClock {
  let frozenAtMs: number | undefined;
  let stoodMs = 0;
  let late: (() => void)[] = [];
  const stoppedMs = () => (standsStill ? frozenAtMs : undefined) ?? clock.nowMs();
  return {
    nowMs: () => stoppedMs() - stoodMs,
    epochMs: () => Math.floor(clock.epochMs() + skewMs),
    after(delayMs, callback) {
      let isCancelled = false;
      const run = () => {
        if (isCancelled) return;
        if (frozenAtMs === undefined) callback();
        else late.push(run);
      };
      const cancel = clock.after(delayMs, run);
      return () => {
        isCancelled = true;
        cancel();
      };
    },
    freeze() {
      frozenAtMs = clock.nowMs();
    },
    thaw() {
      if (frozenAtMs === undefined) return;
      if (standsStill) stoodMs += clock.nowMs() - frozenAtMs;
      frozenAtMs = undefined;
      const due = late;
      late = [];
      for (const run of due) run();
    },
  };
}
