import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { beatTimes, offsetMs } from "../../../lib/schedule/timetable.ts";

const rhythm = fc.record({ name: fc.string(), everyMs: fc.integer({ min: 1000, max: 3_600_000 }) });
const startMs = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) });

test("windows that follow each other neither skip nor repeat a beat", () => {
  const lengthsMs = fc.array(fc.nat(120_000), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(rhythm, startMs, lengthsMs, (one, fromMs, lengths) => {
      let edgeMs = fromMs;
      const perWindow = lengths.map((lengthMs) => {
        const times = beatTimes(one, edgeMs, edgeMs + lengthMs);
        for (const timeMs of times) {
          expect(timeMs).toBeGreaterThanOrEqual(edgeMs);
          expect(timeMs).toBeLessThan(edgeMs + lengthMs);
        }
        edgeMs += lengthMs;
        return times;
      });
      expect(perWindow.flat()).toEqual(beatTimes(one, fromMs, edgeMs));
    }),
  );
});

test("beats are exactly the interval apart, and the first is not late", () => {
  fc.assert(
    fc.property(rhythm, startMs, fc.nat(20), (one, fromMs, count) => {
      const times = beatTimes(one, fromMs, fromMs + count * one.everyMs);
      expect(times).toHaveLength(count);
      times.forEach((timeMs, index) => {
        expect(timeMs - (times[0] ?? 0)).toBe(index * one.everyMs);
        expect(timeMs % one.everyMs).toBe(offsetMs(one));
      });
    }),
  );
});

test("an offset lies within its interval and is the same again", () => {
  fc.assert(
    fc.property(rhythm, (one) => {
      expect(offsetMs(one)).toBeGreaterThanOrEqual(0);
      expect(offsetMs(one)).toBeLessThan(one.everyMs);
      expect(offsetMs({ ...one })).toBe(offsetMs(one));
    }),
  );
});
