import { expect, test } from "@jest/globals";
import { returnInMs } from "../../../../lib/ledger/table/return-time.ts";

const moment = { nextFreeInMs: 200, place: 1, spacingMs: 50, chance: 0 };
const first = { ...moment, leaseMs: 40_000, leaseLeftMs: 0 };

test("each of a period comes back at a moment of its own behind the next free credit", () => {
  expect([1, 2, 3].map((place) => returnInMs({ ...first, place }))).toEqual([250, 300, 350]);
  expect(returnInMs({ ...first, chance: 0.5 })).toBe(275);
});

test("however many there are, nobody is sent away for longer than 10 s from then", () => {
  expect(returnInMs({ ...first, place: 200 })).toBe(200);
  expect(returnInMs({ ...first, place: 399 })).toBe(10_150);
});

test("who had a short lease is sent away for a quarter of it at the most", () => {
  expect(returnInMs({ ...first, leaseMs: 3000, place: 14 })).toBe(900);
  expect(returnInMs({ ...first, leaseMs: 3000, place: 15 })).toBe(200);
});

test("who holds a lease comes back before half of what is left of it, but not before there is a credit", () => {
  expect(returnInMs({ ...first, place: 100, leaseLeftMs: 6000 })).toBe(3000);
  expect(returnInMs({ ...first, place: 100, leaseLeftMs: 300 })).toBe(200);
  expect(returnInMs({ ...first, place: 1, leaseLeftMs: 6000 })).toBe(250);
});
