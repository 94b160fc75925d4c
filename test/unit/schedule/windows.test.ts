import { expect, test } from "@jest/globals";
import { createWindows } from "../../../lib/schedule/windows.ts";
import { createHandClock } from "../../support/hand-clock.ts";

const startMs = Date.UTC(2026, 0, 1, 12);

test("the first window begins two seconds before its event, and lasts a minute", () => {
  const windows = createWindows(createHandClock(startMs));
  expect(windows.next(startMs, 70_000)).toEqual({
    fromEpochMs: startMs - 2000,
    toEpochMs: startMs + 58_000,
  });
});

test.each([20, 150, 1000, 15_000, -1000, 0])(
  "an event that is %i ms late begins where the last window ended",
  (lateMs) => {
    const clock = createHandClock(startMs);
    const windows = createWindows(clock);
    const { toEpochMs } = windows.next(startMs, 70_000);
    clock.advance(60_000 + lateMs);
    expect(windows.next(startMs + 60_000 + lateMs, 70_000)).toEqual({
      fromEpochMs: toEpochMs,
      toEpochMs: startMs + 118_000 + lateMs,
    });
  },
);

test.each([
  [62_000, "begins there"],
  [118_000, "begins there"],
  [118_001, "begins anew"],
])("after %i ms, with the last window's end at 58 s, the next one %s", (laterMs, begins) => {
  const clock = createHandClock(startMs);
  const windows = createWindows(clock);
  const { toEpochMs } = windows.next(startMs, 70_000);
  clock.advance(laterMs);
  const { fromEpochMs } = windows.next(startMs + laterMs, 70_000);
  expect(fromEpochMs).toBe(begins === "begins there" ? toEpochMs : startMs + laterMs - 2000);
});

test("a wall clock that was set back shifts the next window and leaves no gap", () => {
  const clock = createHandClock(startMs);
  const windows = createWindows(clock);
  windows.next(startMs, 70_000);
  clock.advance(60_000);
  clock.setWallForward(-30_000);
  // The last one ended two seconds ago, whatever the wall clock says.
  expect(windows.next(startMs + 30_000, 70_000).fromEpochMs).toBe(startMs + 28_000);
});

test("a run that is shorter than its window leaves the rest to the next one", () => {
  const clock = createHandClock(startMs);
  const windows = createWindows(clock);
  expect(windows.next(startMs, 9250).toEpochMs).toBe(startMs + 9250);
  clock.advance(20_000);
  expect(windows.next(startMs + 20_000, 9250).fromEpochMs).toBe(startMs + 9250);
});

test("an event that comes twice has an empty window", () => {
  const windows = createWindows(createHandClock(startMs));
  const { toEpochMs } = windows.next(startMs, 70_000);
  expect(windows.next(startMs, 70_000)).toEqual({ fromEpochMs: toEpochMs, toEpochMs });
});
