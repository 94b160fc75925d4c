import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { createPacer } from "../../lib/rate-limit.ts";
import { createHandClock } from "../support/hand-clock.ts";

/** A third of a second has no exact number; a nanosecond is nothing to a timer. */
const roundingMs = 1e-6;

test("no second begins with more than the rate, whenever the callers come", () => {
  const gapsMs = fc.array(fc.oneof(fc.constant(0), fc.nat(100), fc.nat(3000)), { maxLength: 100 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), gapsMs, (perSecond, gaps) => {
      const clock = createHandClock();
      const pacer = createPacer({ clock, perSecond });
      const startsMs = gaps.map((gapMs) => {
        clock.advance(gapMs);
        const waitMs = pacer.reserveMs();
        expect(waitMs).toBeGreaterThanOrEqual(0);
        return clock.nowMs() + waitMs;
      });
      startsMs.slice(perSecond).forEach((startMs, index) => {
        const earlierMs = startsMs[index] ?? Number.NaN;
        expect(startMs - earlierMs).toBeGreaterThanOrEqual(1000 - roundingMs);
      });
    }),
  );
});

test("nobody waits longer than those before it need", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(100), (perSecond, before) => {
      const pacer = createPacer({ clock: createHandClock(), perSecond });
      for (let count = 0; count < before; count += 1) pacer.reserveMs();
      expect(pacer.reserveMs()).toBeCloseTo((before * 1000) / perSecond, 6);
    }),
  );
});
