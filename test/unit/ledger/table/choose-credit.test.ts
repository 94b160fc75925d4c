import { expect, test } from "@jest/globals";
import { chooseCredit } from "../../../../lib/ledger/table/choose-credit.ts";
import { emptySlots } from "../../../../lib/ledger/table/slots.ts";
import type { Terms } from "../../../../lib/ledger/table/terms.ts";

const nowMs = 10_000;
const now: Terms = { horizonMs: 0, leaves: 0 };

/** The index and the start that each of five chances leads to. */
function choices(freeMs: readonly number[], terms: Terms, taken: readonly number[] = []) {
  const credits = freeMs.map((ms) => ({ freeMs: ms, tag: "", before: [] }));
  const slots = { ...emptySlots(0), credits };
  const found = [0, 0.2, 0.4, 0.6, 0.999].map((chance) =>
    chooseCredit(slots, terms, { nowMs, taken: new Set(taken), chance }),
  );
  return [...new Set(found.map((one) => one && `${one.index} at ${one.startMs}`))];
}

test("any of those that are free is chosen, by chance", () => {
  expect(choices([0, 20_000, 10_000, 9000], now)).toEqual([
    "0 at 10000",
    "2 at 10000",
    "3 at 10000",
  ]);
});

test("one that is not free is chosen within the horizon, and only where none is free", () => {
  const free = [10_300, 10_200, 10_301];
  expect(choices(free, now)).toEqual([undefined]);
  expect(choices(free, { horizonMs: 300, leaves: 0 })).toEqual(["1 at 10200", "0 at 10300"]);
  expect(choices([...free, 0], { horizonMs: 300, leaves: 0 })).toEqual(["3 at 10000"]);
});

test("of many that are not free it is one of the four that are so soonest", () => {
  const free = [10_006, 10_005, 10_004, 10_003, 10_002, 10_001];
  const found = choices(free, { horizonMs: 1000, leaves: 0 });
  expect(found).toEqual(["5 at 10001", "4 at 10002", "3 at 10003", "2 at 10004"]);
});

test("who leaves some to others takes none of the last ones, and books none ahead", () => {
  expect(choices([0, 0, 0], { horizonMs: 0, leaves: 2 })).toEqual(["2 at 10000"]);
  expect(choices([0, 0], { horizonMs: 1000, leaves: 2 })).toEqual([undefined]);
  expect(choices([10_001], { horizonMs: 1000, leaves: 1 })).toEqual([undefined]);
});

test("none is chosen twice at once by the same process", () => {
  expect(choices([0, 0], now, [0])).toEqual(["1 at 10000"]);
  expect(choices([0, 0], now, [0, 1])).toEqual([undefined]);
});
