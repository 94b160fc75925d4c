import { describe, expect, test } from "@jest/globals";
import { beatTimes, offsetMs } from "../../../lib/schedule/timetable.ts";

/** The published vectors of FNV-1a with 32 bits. */
test.each([
  ["", 0x811c9dc5],
  ["a", 0xe40c292c],
  ["foobar", 0xbf9cf968],
])("the offset of %j is its hash", (name, hash) => {
  expect(offsetMs({ name, everyMs: 2 ** 32 })).toBe(hash);
  expect(offsetMs({ name, everyMs: 20_000 })).toBe(hash % 20_000);
});

test("names that differ in their last character are spread", () => {
  const offsets = Array.from({ length: 100 }, (_, index) =>
    offsetMs({ name: `orders-${index}`, everyMs: 20_000 }),
  );
  const perSecond = Map.groupBy(offsets, (offset) => Math.floor(offset / 1000));
  expect(perSecond.size).toBeGreaterThan(15);
  expect(Math.max(...[...perSecond.values()].map((list) => list.length))).toBeLessThan(20);
});

describe("beats", () => {
  const rhythm = { name: "foobar", everyMs: 20_000 };
  const first = offsetMs(rhythm);

  test("come in every interval, at the offset", () => {
    expect(beatTimes(rhythm, 0, 60_000)).toEqual([first, first + 20_000, first + 40_000]);
  });

  test("are those of the window, its beginning included and its end not", () => {
    expect(beatTimes(rhythm, first, first + 20_000)).toEqual([first]);
    expect(beatTimes(rhythm, first + 1, first + 20_000)).toEqual([]);
    expect(beatTimes(rhythm, first + 1, first + 20_001)).toEqual([first + 20_000]);
  });

  test("an empty window has none", () => {
    expect(beatTimes(rhythm, first, first)).toEqual([]);
    expect(beatTimes(rhythm, first, first - 1)).toEqual([]);
  });

  test("an interval longer than the window leaves some windows out", () => {
    const slow = { name: "foobar", everyMs: 3_600_000 };
    const perMinute = Array.from({ length: 60 }, (_, minute) =>
      beatTimes(slow, minute * 60_000, (minute + 1) * 60_000),
    );
    expect(perMinute.flat()).toEqual([offsetMs(slow)]);
  });
});
