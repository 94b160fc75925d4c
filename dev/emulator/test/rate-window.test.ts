import { expect, test } from "@jest/globals";
import { createRateWindow } from "../rate-window.ts";
import { createHandClock } from "./hand-clock.ts";

const granted = (take: () => boolean, times: number) =>
  Array.from({ length: times }, take).filter(Boolean).length;

test("the first twenty of a second pass, and the next second starts anew", () => {
  const clock = createHandClock(5_000);
  const rate = createRateWindow({ clock, perSecond: 20 });
  expect(granted(() => rate.take("a"), 25)).toBe(20);
  clock.stepMs(999);
  expect(rate.take("a")).toBe(false);
  clock.stepMs(1);
  expect(granted(() => rate.take("a"), 25)).toBe(20);
});

test("seconds are those of the wall clock, so forty can pass within a few milliseconds", () => {
  const clock = createHandClock(5_999);
  const rate = createRateWindow({ clock, perSecond: 20 });
  expect(granted(() => rate.take("a"), 20)).toBe(20);
  clock.stepMs(1);
  expect(granted(() => rate.take("a"), 20)).toBe(20);
});

test("unused room is not carried over", () => {
  const clock = createHandClock();
  const rate = createRateWindow({ clock, perSecond: 2 });
  rate.take("a");
  clock.stepMs(10_000);
  expect(granted(() => rate.take("a"), 5)).toBe(2);
});

test("each key has its own count", () => {
  const rate = createRateWindow({ clock: createHandClock(), perSecond: 1 });
  expect([rate.take("a"), rate.take("b"), rate.take("a")]).toEqual([true, true, false]);
});

test("zero switches the limit off", () => {
  const rate = createRateWindow({ clock: createHandClock(), perSecond: 0 });
  expect(granted(() => rate.take("a"), 100)).toBe(100);
});
