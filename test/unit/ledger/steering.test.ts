import { expect, test } from "@jest/globals";
import { cadenceMsAt, carriedLeases, hasRoomFor, isFull } from "../../../lib/ledger/steering.ts";

test.each([
  [0, 1, 1250, true],
  [0, 1, 1249, false],
  [0.01, 1, 1250, false],
  [0.775, 1, 40_000, true],
  [0.776, 1, 40_000, false],
  [15.975, 20, 40_000, true],
  [16, 20, 40_000, false],
])(
  "beside leases that ask for %d a second, of %d, there is room for one of %d ms: %j",
  (leastPerSecond, ratePerSecond, leaseMs, hasRoom) => {
    expect(hasRoomFor({ leastPerSecond, ratePerSecond }, leaseMs)).toBe(hasRoom);
  },
);

test("sums that lost a little to their fractions leave the room that they should", () => {
  const leastPerSecond = Array<number>(31)
    .fill(0.025)
    .reduce((sum, one) => sum + one, 1e-10);
  expect(hasRoomFor({ leastPerSecond, ratePerSecond: 1 }, 40_000)).toBe(true);
});

test.each([
  ["none", [], false],
  ["31 of 40 s", Array<number>(31).fill(40_000), false],
  ["32 of 40 s", Array<number>(32).fill(40_000), true],
  ["a short and a long one", [1334, 40_000], false],
  ["a long and a short one", [40_000, 1334], false],
  ["a long and a shorter one", [40_000, 1333], true],
])(
  "a rate of 1 is full by leases beside which there is no other long one: %s",
  (_, leases, full) => {
    expect(isFull(leases, 1)).toBe(full);
  },
);

test.each([
  [1, 40_000, 32],
  [20, 40_000, 640],
  [7, 9000, 50],
])("a rate of %d carries of leases of %d ms %d", (rate, leaseMs, carries) => {
  expect(carriedLeases(rate, leaseMs)).toBe(carries);
});

test.each([
  [0, 18_000],
  [10, 25_000],
  [20, 34_000],
])("beside leases that ask for %d a second, of 20, beats are %d ms apart", (leastPerSecond, ms) => {
  expect(cadenceMsAt({ leastPerSecond, ratePerSecond: 20 }, 40_000)).toBe(ms);
});
