import type { Clock } from "../../../lib/base/clock.ts";

/** The clocks of one process: its wall clock is off, and it may be frozen. */
export type SandboxClock = Clock & {
  /** Nothing of it runs until then, and its monotonic clock stands still. */
  freeze(ms: number): void;
  isFrozen(): boolean;
  /** Resolves when it is not frozen. */
  thawed(): Promise<void>;
};

export function createSandboxClock(clock: Clock, skewMs: number): SandboxClock {
  let [frozenAtMs, frozenUntilMs, lostMs] = [0, 0, 0];
  const thawed = async () => {
    const leftMs = frozenUntilMs - clock.nowMs();
    if (leftMs > 0) await new Promise<void>((resolve) => clock.after(leftMs, resolve));
  };
  return {
    nowMs: () => (clock.nowMs() < frozenUntilMs ? frozenAtMs : clock.nowMs() - lostMs),
    epochMs: () => Math.floor(clock.epochMs() + skewMs),
    after(delayMs, callback) {
      let isCancelled = false;
      const cancel = clock.after(delayMs, () => {
        void thawed().then(() => {
          if (!isCancelled) callback();
        });
      });
      return () => {
        isCancelled = true;
        cancel();
      };
    },
    freeze(ms) {
      frozenAtMs = clock.nowMs() - lostMs;
      frozenUntilMs = clock.nowMs() + ms;
      lostMs += ms;
    },
    isFrozen: () => clock.nowMs() < frozenUntilMs,
    thawed,
  };
}
