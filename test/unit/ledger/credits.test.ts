import { expect, test } from "@jest/globals";
import { createCredits } from "../../../lib/ledger/credits.ts";

test("a credit is free again a second after the end of its call", () => {
  const credits = createCredits(2);
  credits.take();
  expect(credits.free(0)).toBe(1);
  credits.giveBack(300, false);
  expect(credits.free(1299)).toBe(1);
  expect(credits.free(1300)).toBe(2);
});

test("a caller with others before it waits for as many credits more", () => {
  const credits = createCredits(2);
  expect(credits.earliestMs(1, 0)).toBe(0);
  credits.take();
  credits.take();
  credits.giveBack(100, false);
  // The other call is under way still: it may end now, and hold its credit for a second more.
  expect([0, 1, 2, 3].map((before) => credits.earliestMs(before, 200))).toEqual([
    1100, 1200, 2100, 2200,
  ]);
});

test("a call that was given up holds its credit for a second more, and is free after those answered since", () => {
  const credits = createCredits(2);
  credits.take();
  credits.take();
  credits.giveBack(0, true);
  credits.giveBack(500, false);
  expect([1499, 1500, 1999, 2000].map((nowMs) => credits.free(nowMs))).toEqual([0, 1, 1, 2]);
});

test.each([
  ["as they ended", [300, 600, 700], [], [1299, 1300, 1599, 1600, 1700], [0, 1, 1, 2, 3]],
  ["those given up later", [500, 700], [0], [1499, 1500, 1699, 1700, 2000], [0, 1, 1, 2, 3]],
])("credits are free one after the other: %s", (_how, answeredMs, givenUpMs, atMs, free) => {
  const credits = createCredits(3);
  for (let calls = 0; calls < 3; calls += 1) credits.take();
  for (const endMs of givenUpMs) credits.giveBack(endMs, true);
  for (const endMs of answeredMs) credits.giveBack(endMs, false);
  expect(atMs.map((nowMs) => credits.free(nowMs))).toEqual(free);
});

test("a credit that is free is free now, to the last fraction of a millisecond", () => {
  expect(createCredits(2).earliestMs(0, 0.1)).toBe(0.1);
});
