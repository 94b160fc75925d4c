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
