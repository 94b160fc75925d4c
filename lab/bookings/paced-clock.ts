import { type Clock, systemClock } from "../../lib/base/clock.ts";

/** A clock whose time passes slower or faster than the machine's. */
export type PacedClock = Clock & {
  /** From now on each of its milliseconds takes so many of the machine's. */
  setPace(pace: number): void;
};

type Timer = { readonly dueMs: number; readonly callback: () => void; cancel: () => void };

export function createPacedClock(machine: Clock = systemClock): PacedClock {
  const startEpochMs = machine.epochMs();
  const timers = new Set<Timer>();
  let pace = 1;
  let [sinceMs, passedMs] = [machine.nowMs(), 0];
  const nowMs = () => passedMs + (machine.nowMs() - sinceMs) / pace;
  const arm = (timer: Timer) => {
    timer.cancel = machine.after(Math.max(0, timer.dueMs - nowMs()) * pace, () => {
      timers.delete(timer);
      timer.callback();
    });
  };
  return {
    nowMs,
    epochMs: () => startEpochMs + nowMs(),
    after(delayMs, callback) {
      const timer = { dueMs: nowMs() + delayMs, callback, cancel: () => {} };
      timers.add(timer);
      arm(timer);
      return () => {
        timers.delete(timer);
        timer.cancel();
      };
    },
    setPace(next) {
      passedMs = nowMs();
      sinceMs = machine.nowMs();
      pace = next;
      for (const timer of timers) {
        timer.cancel();
        arm(timer);
      }
    },
  };
}
