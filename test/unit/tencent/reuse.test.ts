import { expect, test } from "@jest/globals";
import { createReuse } from "../../../lib/tencent/reuse.ts";
import { createHandClock } from "../../support/hand-clock.ts";

test("each connection that was found dead shortens how long others may be idle, down to no reuse", () => {
  const reuse = createReuse(createHandClock());
  const limits = [reuse.mostIdleMs()];
  for (let failure = 0; failure < 4; failure += 1) {
    reuse.failed();
    limits.push(reuse.mostIdleMs());
  }
  expect(limits).toEqual([50_000, 12_500, 3125, 0, 0]);
});

test("ten minutes after the last one, by either clock, connections may be idle as long as before", () => {
  for (const pass of ["advance", "setWallForward"] as const) {
    const clock = createHandClock();
    const reuse = createReuse(clock);
    reuse.failed();
    clock[pass](599_999);
    expect(reuse.mostIdleMs()).toBe(12_500);
    clock[pass](1);
    expect(reuse.mostIdleMs()).toBe(50_000);
  }
});
