import { expect, test } from "@jest/globals";
import { overloaded, tooLate } from "../../../lib/ledger/denials.ts";

test.each([
  [0, 10_000],
  [0.5, 12_500],
])("who finds the rate full by a chance of %d is told to ask again in %d ms", (chance, ms) => {
  const fill = { held: 32, carries: 32 };
  const denial = { granted: false, reason: "overloaded", retryAfterMs: ms, fill };
  expect(overloaded(fill, chance)).toEqual(denial);
});

test("whose time was taken by another beat of the consumer may come back in a second", () => {
  expect(tooLate).toEqual({ granted: false, reason: "no-room", retryAfterMs: 1000 });
});
