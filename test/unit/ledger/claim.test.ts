import { describe, expect, test } from "@jest/globals";
import { claimAgainst, claimsAfter, rivalOf, wordAgainst } from "../../../lib/ledger/claim.ts";
import type { Call, Claim, Reports, Sight } from "../../../lib/ledger/sight.ts";
import { origin } from "../../support/sightings.ts";

const startMs = Date.UTC(2026, 0, 1);
const leaseMs = 40_000;

const holder: Claim = { key: "key", atMs: startMs };

const seen: Sight = {
  ...{ ...origin, key: "key", leaseMs, cadenceMs: 18_000, takenMs: startMs },
  ...{ partitions: new Map(), changesMs: [], holder },
  attempt: { atMs: startMs, outcome: "renewed" },
};

const by = (instance?: string, more = {}) => ({
  key: "key",
  origin: { ...origin, instance, ...more },
});

const callAt = (ms: number, instance?: string, more = {}): Call => ({
  ...{ ...by(instance), leaseMs, cadenceMs: 18_000, sentMs: startMs + ms, endedMs: startMs + ms },
  ...{ outcome: "renewed", isRenewed: true, ...more },
});

describe("a fence", () => {
  test.each([
    [undefined, undefined, false],
    ["a", undefined, true],
    [undefined, "a", true],
    ["a", "b", true],
    ["a", "a", false],
  ])("of one that calls itself %s keeps %s out, with the same key: %j", (own, other, isOut) => {
    const before = { ...seen, holder: { ...holder, instance: own } };
    const claimed = claimAgainst(before, by(other, { isFenced: true }), startMs + 1000);
    expect(claimed?.reason).toBe(isOut ? "claimed" : undefined);
  });
});

describe("a rival by its name", () => {
  const before = {
    ...seen,
    holder: { ...holder, instance: "b" },
    rival: { ...holder, instance: "a" },
  };

  test.each([
    [leaseMs - 1, before.holder],
    [leaseMs, undefined],
  ])("is one that beats again within a lease: after %d ms", (ms, rival) => {
    expect(rivalOf(before, by("a"), startMs + ms)).toEqual(rival);
  });

  test.each([
    [leaseMs - 1, "a"],
    [leaseMs, "b"],
  ])("of three is the first for a lease: after %d ms it is %s", (ms, instance) => {
    expect(claimsAfter(before, callAt(ms, "c")).rival?.instance).toBe(instance);
  });

  test.each([
    [2 * leaseMs - 1, startMs - 5000],
    [2 * leaseMs, startMs + 1000],
  ])("contests anew after a pause of two leases: after %d ms", (pausedMs, contestedSinceMs) => {
    const contestedMs = startMs + 1000 - pausedMs;
    const contested = { ...before, contestedMs, contestedSinceMs: startMs - 5000 };
    expect(claimsAfter(contested, callAt(1000, "a"))).toMatchObject({
      contestedMs: startMs + 1000,
      contestedSinceMs,
    });
  });
});

describe("a rival by what it reports", () => {
  const reports: Reports = {
    last: { report: "last", atMs: startMs },
    other: { report: "other", atMs: startMs },
    turns: 1,
  };
  const before = { ...seen, reports };
  const asks = { ...by(), report: "other" };
  const at = (ms: number) => startMs + ms;

  test("is one whose reports alternate again, where nothing was ever assigned anew", () => {
    expect(rivalOf(before, asks, at(9000))).toEqual(holder);
  });

  test("is not the schedule, whatever it reports", () => {
    const schedule = { ...asks, ...by(undefined, { isScheduled: true }) };
    expect(rivalOf(before, { ...schedule, report: "other" }, at(9000))).toBeUndefined();
  });

  test.each([
    [leaseMs, undefined],
    [leaseMs + 1, holder],
  ])("is none within a lease of a new assignment: after %d ms", (ms, rival) => {
    const moved = { ...before, changesMs: [at(9000 - ms)] };
    expect(rivalOf(moved, asks, at(9000))).toEqual(rival);
  });

  test.each([
    [leaseMs - 1, 2],
    [leaseMs, 0],
    [leaseMs + 9000, 0],
  ])("alternates within a lease: after %d ms for the %d. time", (ms, turns) => {
    expect(claimsAfter(before, callAt(ms, undefined, { report: "other" })).reports?.turns).toBe(
      turns,
    );
  });

  test("is nobody where no body was sent", () => {
    expect(claimsAfter(before, callAt(9000)).reports).toBeUndefined();
  });
});

describe("what is said of a consumer that another one holds", () => {
  const named = { ...seen, holder: { ...holder, instance: "a" } };
  const { holder: _holder, ...unheld } = seen;

  test.each([
    ["a named holder", named, "left", "claimed"],
    ["a named holder", named, "failed", undefined],
    ["a holder without a name", seen, "left", undefined],
    ["no holder", unheld, "left", undefined],
    ["nothing seen of it", undefined, "left", undefined],
  ])("by one with a name counts beside %s, that it %s: %s", (_of, before, word, reason) => {
    expect(wordAgainst(before, by("b"), { word, nowMs: startMs + 1000 })?.reason).toBe(reason);
  });
});
