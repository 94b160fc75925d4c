import { expect, test } from "@jest/globals";
import { termsOf } from "../../../../lib/ledger/table/terms.ts";

type Asking = Parameters<typeof termsOf>[0];
type Standing = Parameters<typeof termsOf>[1];

const calm: Standing = {
  isOver: false,
  areOthersOver: false,
  areOthersAbove: false,
  hasRoom: true,
};

/** An on-time beat of a lease of 40 s in a rate of 20 that is half asked for. */
function terms(differs: Partial<Asking> = {}, standing: Partial<Standing> = {}) {
  const load = { leastPerSecond: 5, ratePerSecond: 20 };
  const beat = { ageMs: 18_000, leaseMs: 40_000, isBulk: false, credits: 20, load };
  return termsOf({ ...beat, ...differs }, { ...calm, ...standing });
}

const full = { leastPerSecond: 16, ratePerSecond: 20 };

test.each<[string, ReturnType<typeof terms>, { horizonMs: number; leaves: number }]>([
  ["that comes in time books a little ahead", terms(), { horizonMs: 300, leaves: 0 }],
  ["of an old lease books far ahead", terms({ ageMs: 22_001 }), { horizonMs: 1000, leaves: 0 }],
  [
    "of a lease that ends soon books further",
    terms({ ageMs: 30_001 }),
    { horizonMs: 2200, leaves: 0 },
  ],
  ["of a batch leaves a quarter", terms({ isBulk: true }), { horizonMs: 300, leaves: 5 }],
  ["that comes early leaves a quarter", terms({ ageMs: 9899 }), { horizonMs: 0, leaves: 5 }],
  ["that is not early leaves nothing", terms({ ageMs: 9901 }), { horizonMs: 300, leaves: 0 }],
  [
    "that joins while there is room is urgent",
    terms({ ageMs: undefined }),
    { horizonMs: 1000, leaves: 0 },
  ],
  [
    "that joins while there is little is not",
    terms({ ageMs: undefined, load: { ...full, leastPerSecond: 10 } }),
    { horizonMs: 300, leaves: 0 },
  ],
  [
    "that joins, of a key that has had its share, leaves a quarter",
    terms({ ageMs: undefined }, { isOver: true }),
    { horizonMs: 0, leaves: 5 },
  ],
  [
    "that comes in time, of a key that has had its share, is urgent: others may book behind it",
    terms({}, { isOver: true }),
    { horizonMs: 1000, leaves: 0 },
  ],
  [
    "of a key within its share goes behind all that others have booked",
    terms({}, { areOthersOver: true }),
    { horizonMs: 2200, leaves: 0 },
  ],
  [
    "of a batch leaves nothing where another key has taken of its share",
    terms({ isBulk: true }, { areOthersAbove: true }),
    { horizonMs: 300, leaves: 0 },
  ],
  [
    "of a batch leaves nothing where its lease is old",
    terms({ isBulk: true, ageMs: 22_001 }),
    { horizonMs: 1000, leaves: 0 },
  ],
  [
    "of a batch that joins leaves a quarter all the same",
    terms({ isBulk: true, ageMs: undefined }, { areOthersAbove: true }),
    { horizonMs: 1000, leaves: 5 },
  ],
  [
    "of a batch of a key that has its share leaves a quarter all the same",
    terms({ isBulk: true, ageMs: 22_001 }, { areOthersAbove: true, hasRoom: false }),
    { horizonMs: 1000, leaves: 5 },
  ],
])("a beat %s", (_what, found, expected) => {
  expect(found).toEqual(expected);
});

test("the later all are asked to beat, the later a beat is early", () => {
  // 16 / 0.45 of 16: 2.2 times the cadence, and never more than 0.85 of the lease.
  const early = (ageMs: number) => terms({ ageMs, load: full }).leaves > 0;
  expect([early(18_699), early(18_701)]).toEqual([true, false]);
});

test("but not where another key is far over its share: it may have made it later", () => {
  const early = (ageMs: number) => terms({ ageMs, load: full }, { areOthersOver: true }).leaves > 0;
  expect([early(9899), early(9901)]).toEqual([true, false]);
});

test("of a rate of three a quarter is none", () => {
  expect(terms({ isBulk: true, credits: 3 }).leaves).toBe(0);
});
