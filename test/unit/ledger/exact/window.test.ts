import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { windowAt } from "../../../../lib/ledger/exact/window.ts";

test.each([
  { epochMs: 5000, second: 5, opensInMs: 0 },
  { epochMs: 5909, second: 5, opensInMs: -909 },
  { epochMs: 5910, second: 6, opensInMs: 90 },
  { epochMs: 5999.5, second: 6, opensInMs: 0.5 },
])("at $epochMs ms the second is $second, and opens in $opensInMs ms", (row) => {
  const { epochMs, ...window } = row;
  expect(windowAt(epochMs)).toEqual(window);
});

test("a second that is not wanted any more is left out", () => {
  expect(windowAt(5300, 6)).toEqual({ second: 6, opensInMs: 700 });
  expect(windowAt(5300, 4)).toEqual({ second: 5, opensInMs: -300 });
});

test("whatever leaves once it is open arrives in that second, clocks 10 ms off included", () => {
  const ms = fc.double({ min: 0, max: 1e6, noNaN: true });
  const travelMs = fc.double({ min: 10, max: 80, noNaN: true });
  const skewMs = fc.double({ min: -9.9, max: 9.9, noNaN: true });
  fc.assert(
    fc.property(ms, travelMs, skewMs, (epochMs, travel, skew) => {
      const { second, opensInMs } = windowAt(epochMs);
      const leavesMs = epochMs + Math.max(opensInMs, 0);
      expect(Math.floor((leavesMs + skew + travel) / 1000)).toBe(second);
    }),
  );
});
