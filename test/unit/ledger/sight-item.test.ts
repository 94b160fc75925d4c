import { describe, expect, test } from "@jest/globals";
import { type SightItem, sightToChange, toSight } from "../../../lib/ledger/sight-item.ts";
import type { Sight } from "../../../lib/ledger/sight.ts";
import { origin } from "../../support/sightings.ts";

const full: Sight = {
  ...{ ...origin, alias: "one", key: "key", leaseMs: 40_000, cadenceMs: 18_000 },
  ...{ joinedMs: 1001, renewedMs: 1002, takenMs: 1003, changesMs: [1004, 1005] },
  partitions: new Map([["a", [0, 1]]]),
  attempt: { atMs: 1006, outcome: "throttled", upstreamCode: "Limit" },
  holder: { key: "key", instance: "host-a", atMs: 1007 },
  rival: { key: "other", instance: "host-b", atMs: 1008 },
  reports: {
    last: { report: "abcd", atMs: 1009 },
    other: { report: "efgh", atMs: 1010 },
    turns: 2,
  },
  ...{ contestedMs: 1011, contestedSinceMs: 1012, renewals: 3, failures: 4 },
  ...{ failingSinceMs: 1013, unrecordedMs: 1014, leftMs: 1015, provenMs: 1016, failedMs: 1017 },
};

const item: SightItem = { consumer: "c", seenLeaseMs: 40_000, cadenceMs: 18_000, triedMs: 1000 };

describe("a sight as attributes", () => {
  const { alias: _alias, rival: _rival, ...unrivalled } = full;
  const { holder: _holder, ...unheld } = unrivalled;

  test.each([
    ["with all", full],
    ["without a rival", unrivalled],
    ["without a holder", unheld],
    ["with one report", { ...full, reports: { last: { report: "abcd", atMs: 1009 }, turns: 0 } }],
  ])("is read as it was written, %s", (_what, sight: Sight) => {
    expect(toSight(sightToChange(sight).set)).toEqual(sight);
  });

  test("is only what differs from the one before it", () => {
    const { leftMs: _left, rival: _rival, ...kept } = full;
    const change = sightToChange({ ...kept, renewals: 9 }, full);
    expect(change).toEqual({
      set: { renewals: 9 },
      remove: ["rivalKey", "rival", "rivalMs", "leftMs"],
    });
  });
});

describe("an item that the relay cannot have written has no sight", () => {
  test("without the name of a consumer", () => {
    const { consumer: _consumer, ...nameless } = item;
    expect([toSight(item)?.consumer, toSight(nameless)]).toEqual(["c", undefined]);
  });

  test.each(
    ["seenLeaseMs", "cadenceMs", "triedMs"].flatMap((name) =>
      [undefined, "5", -1, 0, NaN, 8.64e15].map((value) => [name, value] as const),
    ),
  )("with a %s of %p", (name, value) => {
    const { [name]: _value, ...others } = item;
    expect(toSight({ ...others, ...(value !== undefined && { [name]: value }) })).toBeUndefined();
  });
});

describe("in an item that somebody changed", () => {
  test("what is missing is empty", () => {
    expect(toSight(item)).toEqual({
      ...{ logsetId: "", consumerGroup: "", consumer: "c", key: "" },
      ...{ leaseMs: 40_000, cadenceMs: 18_000, partitions: new Map(), changesMs: [] },
      attempt: { atMs: 1000, outcome: "" },
    });
  });

  test("times that are none are left out", () => {
    const leftMs = (value: string | number) => toSight({ ...item, leftMs: value })?.leftMs;
    const latestMs = 8.64e15 - 1;
    expect([1, latestMs, 8.64e15, 0, "1"].map(leftMs)).toEqual([
      1,
      latestMs,
      undefined,
      undefined,
      undefined,
    ]);
    expect(toSight({ ...item, changes: "_ 0 10" })?.changesMs).toEqual([36]);
  });

  test.each([
    ["", undefined],
    ["1 abcd", undefined],
    ["1 abcd 10", { last: { report: "abcd", atMs: 36 }, other: undefined, turns: 1 }],
    ["1 abcd 10 efgh", { last: { report: "abcd", atMs: 36 }, other: undefined, turns: 1 }],
  ])("reports are those that are whole: %j", (reports, read) => {
    expect(toSight({ ...item, reports })?.reports).toEqual(read);
  });

  test.each([
    ["{", []],
    ["null", []],
    ['{"a":"x","b":[0]}', [["b", [0]]]],
    ['{"a":[0,"1",1.5,2]}', [["a", [0, 2]]]],
  ])("partitions are those that are numbers in a list: %s", (partitions, read) => {
    expect([...(toSight({ ...item, partitions })?.partitions ?? [])]).toEqual(read);
  });
});
