import { describe, expect, jest, test } from "@jest/globals";
import { type Moment, momentOf, sinceMs, sleep, systemClock } from "../../../lib/base/clock.ts";
import { createHandClock } from "../../support/hand-clock.ts";

/** Whether a promise has settled by now, all that was queued before having run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol("pending");
  const turn = new Promise((resolve) => setImmediate(resolve, pending));
  return (await Promise.race([promise, turn])) !== pending;
}

describe("sleeping", () => {
  test("lasts as long as asked", async () => {
    const clock = createHandClock();
    const slept = sleep(clock, 100);
    clock.advance(99);
    expect(await isSettled(slept)).toBe(false);
    clock.advance(1);
    expect(await isSettled(slept)).toBe(true);
  });

  test.each([0, -1])("%d ms takes no timer at all", async (delayMs) => {
    const clock = createHandClock();
    const slept = sleep(clock, delayMs);
    expect(clock.pending()).toBe(0);
    expect(await isSettled(slept)).toBe(true);
  });

  test("ends early when the signal aborts, and leaves no timer behind", async () => {
    const clock = createHandClock();
    const controller = new AbortController();
    const slept = sleep(clock, 100, controller.signal);
    expect(clock.pending()).toBe(1);
    controller.abort();
    expect(await isSettled(slept)).toBe(true);
    expect(clock.pending()).toBe(0);
  });

  test("does not begin under a signal that has aborted", async () => {
    const clock = createHandClock();
    const slept = sleep(clock, 100, AbortSignal.abort());
    expect(clock.pending()).toBe(0);
    expect(await isSettled(slept)).toBe(true);
  });

  test("a signal that aborts afterwards finds nobody", async () => {
    const clock = createHandClock();
    const controller = new AbortController();
    const slept = sleep(clock, 100, controller.signal);
    clock.advance(100);
    await slept;
    controller.abort();
    expect(clock.pending()).toBe(0);
  });
});

describe("the system's clock", () => {
  test("counts durations on a scale that does not go back", () => {
    const beforeMs = systemClock.nowMs();
    expect(systemClock.nowMs()).toBeGreaterThanOrEqual(beforeMs);
    expect(beforeMs).toBeLessThan(Date.UTC(2020, 0, 1));
  });

  test("tells the time of day since 1970", () => {
    const beforeMs = Date.now();
    const epochMs = systemClock.epochMs();
    expect(epochMs).toBeGreaterThanOrEqual(beforeMs);
    expect(epochMs).toBeLessThanOrEqual(Date.now());
  });

  test("calls back, and not what was cancelled", async () => {
    const called: string[] = [];
    const cancel = systemClock.after(0, () => called.push("cancelled"));
    cancel();
    await new Promise<void>((resolve) => {
      systemClock.after(1, () => {
        called.push("kept");
        resolve();
      });
    });
    expect(called).toEqual(["kept"]);
  });
});

test.each([Infinity, 2 ** 31, 2 ** 40])(
  "a delay of %d ms does not end at once",
  async (delayMs) => {
    let ended = 0;
    const cancel = systemClock.after(delayMs, () => (ended += 1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    cancel();
    expect(ended).toBe(0);
  },
);

test("a delay that is longer than a timer of Node's is waited for in parts", () => {
  jest.useFakeTimers();
  try {
    let ended = 0;
    systemClock.after(2 ** 31 + 1000, () => (ended += 1));
    jest.advanceTimersByTime(2 ** 31 + 999);
    expect(ended).toBe(0);
    jest.advanceTimersByTime(1);
    expect(ended).toBe(1);
    systemClock.after(2 ** 31, () => (ended += 1))();
    const cancelLate = systemClock.after(2 ** 31, () => (ended += 1));
    jest.advanceTimersByTime(2 ** 31 - 1);
    cancelLate();
    jest.advanceTimersByTime(1000);
    expect([ended, jest.getTimerCount()]).toEqual([1, 0]);
  } finally {
    jest.useRealTimers();
  }
});

describe("how long ago a moment was", () => {
  const after = (act: (clock: ReturnType<typeof createHandClock>) => void) => {
    const clock = createHandClock();
    const moment: Moment = momentOf(clock);
    act(clock);
    return sinceMs(clock, moment);
  };

  test("is told by either clock while both go on", () => {
    expect(
      after((clock) => {
        clock.advance(100);
      }),
    ).toBe(100);
  });

  test("is told by the wall clock where the other one stood still", () => {
    expect(
      after((clock) => {
        clock.setWallForward(5000);
      }),
    ).toBe(5000);
  });

  test("is told by the monotonic clock where the wall clock was set back", () => {
    expect(
      after((clock) => {
        clock.advance(100);
        clock.setWallForward(-90_000);
      }),
    ).toBe(100);
  });
});
