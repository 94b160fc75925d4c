import { describe, expect, test } from "@jest/globals";
import { beatsMissed, mayHaveEnded, stateOf } from "../../../lib/alive/state-of.ts";
import type { Sight } from "../../../lib/ledger/sight.ts";

const rules = { callMs: 3000 };

/** Of a consumer whose last beat was sent at 1 s and answered 100 ms later. */
const sight: Sight = {
  logsetId: "logset",
  consumerGroup: "orders",
  consumer: "orders-1",
  key: "key",
  leaseMs: 40_000,
  cadenceMs: 18_000,
  joinedMs: 1000,
  renewedMs: 1000,
  takenMs: 1100,
  partitions: new Map(),
  changesMs: [],
  attempt: { atMs: 1000, outcome: "renewed" },
};
const statesAt = (times: readonly number[], differs: Partial<Sight> = {}) =>
  times.map((nowMs) => stateOf({ ...sight, ...differs }, nowMs, rules));

describe("a consumer", () => {
  test("is late a tenth of its lease after its cadence, and expired when no call can have kept it", () => {
    expect(statesAt([1100, 22_999, 23_000, 45_099, 45_100])).toEqual([
      ...["alive", "alive", "late", "late", "expired"],
    ]);
  });

  test("is late for as long as a beat without an answer may have kept its lease", () => {
    expect(statesAt([45_100, 65_099, 65_100], { takenMs: 21_100 })).toEqual([
      ...["late", "late", "expired"],
    ]);
  });

  test("joins while it tries to, and is silent when it has given up or never began", () => {
    const never = { renewedMs: undefined, takenMs: undefined, joinedMs: undefined };
    expect(statesAt([1000, 40_999, 41_000], never)).toEqual(["joining", "joining", "silent"]);
  });

  test("does not join where it only said that its run failed", () => {
    const failed = {
      renewedMs: undefined,
      takenMs: undefined,
      attempt: { atMs: 1000, outcome: "failed" },
    };
    expect(statesAt([1000], failed)).toEqual(["silent"]);
  });

  test("is contested for a lease from the last beat in turn, unless its lease ends before", () => {
    const contested = { contestedMs: 500, renewedMs: 30_000, takenMs: 30_100 };
    expect(statesAt([30_100, 40_499, 40_500], contested)).toEqual([
      ...["contested", "contested", "alive"],
    ]);
    expect(statesAt([45_100], { contestedMs: 30_000 })).toEqual(["expired"]);
  });

  test("that left has left, whatever its lease does", () => {
    expect(statesAt([2000, 100_000], { leftMs: 1500 })).toEqual(["left", "left"]);
  });
});

test("a lease may have ended a lease after its beat was sent", () => {
  expect([40_999, 41_000].map((nowMs) => mayHaveEnded(sight, nowMs))).toEqual([false, true]);
  expect(mayHaveEnded({ ...sight, renewedMs: undefined }, 41_000)).toBe(false);
});

test("beats are missed as the cadence counts them", () => {
  const missed = [1000, 22_999, 23_000, 41_000].map((nowMs) => beatsMissed(sight, nowMs));
  expect(missed).toEqual([0, 0, 1, 2]);
  expect(beatsMissed({ ...sight, renewedMs: undefined }, 41_000)).toBe(0);
  expect(beatsMissed({ ...sight, leftMs: 1000 }, 41_000)).toBe(0);
});
