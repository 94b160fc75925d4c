import { expect, test } from "@jest/globals";
import { createGuard, type StoreFailure } from "../../../../lib/ledger/table/guard.ts";
import { createHandClock } from "../../../support/hand-clock.ts";

function setUp() {
  const clock = createHandClock();
  const failures: StoreFailure[] = [];
  const guard = createGuard(clock, (failure) => void failures.push(failure));
  return { clock, failures, guard };
}

test("one failure is told and pauses nothing, each further one in a row pauses for longer", () => {
  const { clock, failures, guard } = setUp();
  const paused: boolean[] = [];
  for (let count = 0; count < 7; count += 1) {
    guard.failed(new Error("it is down"));
    paused.push(guard.isPaused());
    clock.advance(8000);
  }
  expect(paused).toEqual([false, true, true, true, true, true, true]);
  const pauses = failures.map(({ pauseMs }) => pauseMs);
  expect(pauses).toEqual([0, 1000, 2000, 4000, 8000, 8000, 8000]);
  expect(failures[0]?.reason).toBe("it is down");
});

test("a pause ends when it is over, and an answer makes the next failure the first", () => {
  const { clock, failures, guard } = setUp();
  guard.failed(new Error("it is down"));
  guard.failed("no error");
  clock.advance(999);
  expect(guard.isPaused()).toBe(true);
  clock.advance(1);
  expect(guard.isPaused()).toBe(false);
  guard.worked();
  guard.failed(new Error("again"));
  expect(failures.slice(1)).toEqual([
    { reason: "unknown", pauseMs: 1000 },
    { reason: "again", pauseMs: 0 },
  ]);
});

test("many that fail at once pause no longer than two", () => {
  const { failures, guard } = setUp();
  for (let count = 0; count < 5; count += 1) guard.failed(new Error("it is down"));
  expect(failures.map(({ pauseMs }) => pauseMs)).toEqual([0, 1000, 1000, 1000, 1000]);
});
