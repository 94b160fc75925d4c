import { expect, test } from "@jest/globals";
import { startDeadline } from "../../../lib/base/clock.ts";
import { createHandClock } from "../../support/hand-clock.ts";

test("aborts when its time has come, and not before", () => {
  const clock = createHandClock();
  const deadline = startDeadline(clock, 3000);
  clock.advance(2999);
  expect(deadline.signal.aborted).toBe(false);
  clock.advance(1);
  expect(deadline.signal.aborted).toBe(true);
});

test.each([0, -250])("with %d ms left it has already passed", (timeLeftMs) => {
  const clock = createHandClock();
  const deadline = startDeadline(clock, timeLeftMs);
  expect(deadline.signal.aborted).toBe(true);
  expect(clock.pending()).toBe(0);
  expect(() => {
    deadline.end();
  }).not.toThrow();
});

test("once ended it leaves no timer and never aborts", () => {
  const clock = createHandClock();
  const deadline = startDeadline(clock, 3000);
  deadline.end();
  expect(clock.pending()).toBe(0);
  clock.advance(5000);
  expect(deadline.signal.aborted).toBe(false);
});
