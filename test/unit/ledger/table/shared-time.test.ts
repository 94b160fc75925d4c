import { expect, test } from "@jest/globals";
import { createSharedTime } from "../../../../lib/ledger/table/shared-time.ts";
import { createHandClock } from "../../../support/hand-clock.ts";

test("it is the wall clock, put forward to a stamp that is ahead, and stays so", () => {
  const clock = createHandClock(1000);
  const time = createSharedTime(clock);
  expect(time.nowMs()).toBe(1000);
  time.see(900);
  expect(time.nowMs()).toBe(1000);
  time.see(1030);
  expect(time.nowMs()).toBe(1030);
  clock.advance(100);
  time.see(1100);
  expect(time.nowMs()).toBe(1130);
});

test("it goes on where the wall clock is set back, and follows one that is set forward", () => {
  const clock = createHandClock(1000);
  const time = createSharedTime(clock);
  clock.advance(500);
  clock.setWallForward(-3_600_000);
  expect(time.nowMs()).toBe(1500);
  clock.advance(100);
  expect(time.nowMs()).toBe(1600);
  clock.setWallForward(5000);
  expect(time.nowMs()).toBe(6600);
});

test("that its two clocks drift apart does not add up", () => {
  const clock = createHandClock(1000);
  const time = createSharedTime(clock);
  for (let second = 0; second < 100; second += 1) {
    clock.advance(1000);
    clock.setWallForward(-1);
    time.nowMs();
  }
  expect(time.nowMs()).toBe(clock.epochMs());
});
