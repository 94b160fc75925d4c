import { expect, test } from "@jest/globals";
import { createPacer } from "../../lib/rate-limit.ts";
import { createHandClock } from "../support/hand-clock.ts";

test("the first goes at once and the next ones wait for their slots", () => {
  const pacer = createPacer({ clock: createHandClock(), perSecond: 20 });
  expect(Array.from({ length: 4 }, () => pacer.reserveMs())).toEqual([0, 50, 100, 150]);
});

test("time that passes shortens the wait", () => {
  const clock = createHandClock();
  const pacer = createPacer({ clock, perSecond: 20 });
  pacer.reserveMs();
  clock.advance(30);
  expect(pacer.reserveMs()).toBe(20);
});

test("an idle hour saves up no burst", () => {
  const clock = createHandClock();
  const pacer = createPacer({ clock, perSecond: 20 });
  pacer.reserveMs();
  clock.advance(3_600_000);
  expect([pacer.reserveMs(), pacer.reserveMs()]).toEqual([0, 50]);
});
