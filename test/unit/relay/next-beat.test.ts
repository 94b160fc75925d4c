import { expect, test } from "@jest/globals";
import { nextBeatInMs } from "../../../lib/relay/next-beat.ts";

const almostOne = 1 - 2 ** -32;

test.each([
  { load: 0, random: 0, nextMs: 16_000 },
  { load: 0, random: 0.5, nextMs: 18_000 },
  { load: 0, random: almostOne, nextMs: 20_000 },
  { load: 0.8, random: 0, nextMs: 16_000 },
  { load: 0.9, random: 0, nextMs: 17_600 },
  { load: 0.9, random: 0.5, nextMs: 18_800 },
  { load: 1, random: 0, nextMs: 19_200 },
  { load: 1, random: 0.5, nextMs: 19_600 },
  { load: 25, random: 0, nextMs: 19_200 },
  { load: 25, random: almostOne, nextMs: 20_000 },
])("at a load of $load, chance $random, the next beat is in $nextMs ms", (row) => {
  expect(nextBeatInMs({ intervalMs: 20_000, load: row.load, random: () => row.random })).toBe(
    row.nextMs,
  );
});

test("is a whole number of milliseconds", () => {
  expect(nextBeatInMs({ intervalMs: 3333, load: 0, random: () => 0.123 })).toBe(2748);
});
