import { describe, expect, test } from "@jest/globals";
import {
  claimAfterSilence,
  claimAgainst,
  claimsAfter,
  rivalOf,
  wordAgainst,
} from "../../../lib/ledger/claim.ts";
import type { Call, Claim, Reports, Sight } from "../../../lib/ledger/sight.ts";
import { origin } from "../../support/sightings.ts";

const startMs = Date.UTC(2026, 0, 1);
const leaseMs = 40_000;

const holder: Claim = { key: "key", instance: "a", atMs: startMs };

const unheld: Sight = {
  ...{ ...origin, key: "key", leaseMs, cadenceMs: 18_000, takenMs: startMs },
  ...{ partitions: new Map(), changesMs: [] },
  attempt: { atMs: startMs, outcome: "renewed" },
};
const held: Sight = { ...unheld, holder };

const call: Call = {
  ...{ key: "key", origin, leaseMs, cadenceMs: 18_000 },
  ...{ sentMs: startMs + 1000, endedMs: startMs + 1000, outcome: "renewed", isRenewed: true },
};
const by = (instance?: string, more: Partial<Call> = {}): Call => ({
  ...{ ...call, ...more },
  origin: { ...origin, ...more.origin, instance },
});

describe("who holds a name after a beat", () => {
  test("is its sender, without a rival where there was no other one", () => {
    const claims = { holder: { ...holder, atMs: call.sentMs } };
    expect(claimsAfter(undefined, by("a"))).toEqual(claims);
    expect(claimsAfter(unheld, by("a"))).toEqual(claims);
    expect(claimsAfter(held, by("b")).rival).toEqual(holder);
  });

  test("keeps the rival that it had, however long ago that one beat", () => {
    const rival = { key: "key", instance: "b", atMs: startMs - leaseMs };
    expect(claimsAfter({ ...held, rival }, by("a")).rival).toEqual(rival);
    expect(rivalOf({ ...held, rival }, by("a"), startMs)).toBeUndefined();
  });

  test("is the same after one of the schedule", () => {
    expect(claimsAfter(held, { ...call, origin: { ...origin, isScheduled: true } })).toEqual({});
  });

  test("of a sender that was never seen is nobody's rival", () => {
    for (const before of [undefined, unheld, held])
      expect(rivalOf(before, by("b"), startMs)).toBeUndefined();
  });
});

describe("what was reported", () => {
  const last = { report: "last", atMs: startMs };
  const other = { report: "other", atMs: startMs };
  const now = (report: string) => ({ report, atMs: call.sentMs });

  test.each<[string, Reports | undefined, string, Reports]>([
    ["for the first time", undefined, "new", { last: now("new"), turns: 0 }],
    ["again", { last, other, turns: 1 }, "last", { last: now("last"), turns: 0 }],
    ["anew", { last, turns: 0 }, "new", { last: now("new"), other: last, turns: 0 }],
    ["as a third", { last, other, turns: 1 }, "new", { last: now("new"), other: last, turns: 0 }],
    ["in turn", { last, other, turns: 0 }, "other", { last: now("other"), other: last, turns: 1 }],
  ])("%s is kept with what it alternates with", (_how, reports, report, after) => {
    const before = reports ? { ...held, reports } : undefined;
    expect(claimsAfter(before, by(undefined, { report })).reports).toEqual(after);
    expect(rivalOf(before, by(undefined, { report }), call.sentMs)).toBeUndefined();
  });

  test("is not kept of a sender that says who it is", () => {
    expect(claimsAfter(undefined, by("a", { report: "new" })).reports).toBeUndefined();
  });
});

describe("a beat that CLS may have taken without a word", () => {
  const ended: Sight = { ...held, takenMs: startMs - leaseMs };
  const taken = { mayBeTaken: true, isRenewed: false };
  const claims = { holder: { key: "key", instance: "b", atMs: call.sentMs } };

  test.each<[string, Sight | undefined, Call, object]>([
    ["makes its sender the holder where the lease had ended", ended, by("b", taken), claims],
    ["changes nothing while the lease runs", held, by("b", taken), {}],
    ["changes nothing where nobody held the name", { ...unheld, takenMs: 0 }, by("b", taken), {}],
    ["changes nothing where nothing was seen", undefined, by("b", taken), {}],
    ["that it cannot have taken changes nothing", ended, by("b", { isRenewed: false }), {}],
    [
      "one of the schedule changes nothing",
      ended,
      by("b", { ...taken, origin: { ...origin, isScheduled: true } }),
      {},
    ],
  ])("%s", (_what, before, told, after) => {
    expect(claimAfterSilence(before, told)).toEqual(after);
  });
});

describe("whether a beat is kept back, and why", () => {
  const nowMs = startMs + 1000;
  const fenced = { ...origin, isFenced: true };
  const scheduled = { ...origin, isScheduled: true };
  const proven = { ...scheduled, keepAliveMs: 60_000 };
  const { instance: _instance, ...unnamed } = holder;

  test.each<[string, Sight | undefined, Call, string | undefined]>([
    ["one of anybody without a fence", held, by("b"), undefined],
    ["one of one whom a fence keeps out", held, by("b", { origin: fenced }), "claimed"],
    ["one of a name that has left", { ...held, leftMs: 1 }, by("b", { origin: fenced }), undefined],
    ["one of a name that nobody holds", unheld, by("b", { origin: fenced }), undefined],
    ["one of a name that was never seen", undefined, by("b", { origin: fenced }), undefined],
    [
      "one with another key and no names",
      { ...held, holder: unnamed },
      by(undefined, { key: "other", origin: fenced }),
      "claimed",
    ],
    ["one of the schedule", undefined, by(undefined, { origin: scheduled }), undefined],
    ["one of the schedule, unproven", undefined, by(undefined, { origin: proven }), "unproven"],
    ["one of the schedule, proven", held, by(undefined, { origin: proven }), undefined],
    [
      "one of the schedule, left",
      { ...held, leftMs: 1 },
      by(undefined, { origin: scheduled }),
      "left",
    ],
  ])("%s", (_whose, before, asking, reason) => {
    expect(claimAgainst(before, asking, nowMs)?.reason).toBe(reason);
  });

  test("a word of one without a name counts for the consumer", () => {
    expect(wordAgainst(held, by(), { word: "left", nowMs })).toBeUndefined();
  });
});
