import { describe, expect, test } from "@jest/globals";
import { afterCall, afterWord } from "../../../lib/ledger/after-call.ts";
import type { Call, Sight } from "../../../lib/ledger/sight.ts";
import { origin } from "../../support/sightings.ts";

const nowMs = Date.UTC(2026, 0, 1);
const hourMs = 3_600_000;

const call: Call = {
  ...{ origin, key: "key", leaseMs: 40_000, cadenceMs: 18_000 },
  ...{ sentMs: nowMs, endedMs: nowMs + 40, outcome: "renewed", isRenewed: true },
};

const failed: Call = { ...call, outcome: "throttled", isRenewed: false };

const assigned = new Map([
  ["a", [0, 1]],
  ["b", [2]],
]);

/** A consumer that was renewed 30 s ago. */
const before: Sight = {
  ...afterCall(undefined, { ...call, partitions: assigned }),
  ...{ joinedMs: nowMs - hourMs, renewedMs: nowMs - 30_000, takenMs: nowMs - 30_000 },
  changesMs: [],
};

describe("of a consumer that never got in", () => {
  test("nothing is known but that it failed, where it reports no topics", () => {
    const sight = afterCall(undefined, failed);
    expect(sight.partitions).toEqual(new Map());
    expect(sight).toMatchObject({ changesMs: [], failures: 1, failingSinceMs: nowMs });
  });

  test.each([
    [2000, 2],
    [2001, 0],
  ])("two topics with names of 2000 and %d characters are remembered as %d", (length, count) => {
    const topicIds = ["a".repeat(2000), "b".repeat(length)];
    const { partitions } = afterCall(undefined, { ...failed, origin: { ...origin, topicIds } });
    expect([...partitions.keys()]).toEqual(topicIds.slice(0, count));
    expect([...partitions.values()].flat()).toEqual([]);
  });

  test("a word makes no failure", () => {
    const asking = { origin, key: "key", leaseMs: 40_000 };
    const sight = afterWord(undefined, asking, { word: "alive", nowMs });
    expect(sight).toMatchObject({ failures: 0, provenMs: nowMs });
    expect(sight.failingSinceMs).toBeUndefined();
  });
});

describe("an assignment", () => {
  const changesAfter = (partitions: Call["partitions"], changesMs: readonly number[] = []) =>
    afterCall({ ...before, changesMs }, { ...call, partitions: partitions ?? new Map() }).changesMs;

  test.each([
    [
      "partitions in another order",
      [
        ["a", [1, 0]],
        ["b", [2]],
      ],
    ],
    [
      "topics in another order",
      [
        ["b", [2]],
        ["a", [0, 1]],
      ],
    ],
    [
      "a topic without partitions",
      [
        ["a", [0, 1]],
        ["b", [2]],
        ["c", []],
      ],
    ],
  ] as const)("is the same with %s", (_what, partitions) => {
    expect(changesAfter(new Map<string, readonly number[]>(partitions))).toEqual([]);
  });

  test("is another one with other partitions", () => {
    expect(changesAfter(new Map([["a", [0]]]))).toEqual([call.endedMs]);
  });

  test("has its changes told of the hour before the last one, ten at the most", () => {
    const agoMs = (ms: number) => call.endedMs - ms;
    const moved = new Map([["a", [0]]]);
    const old = [agoMs(hourMs + 1), agoMs(hourMs), agoMs(hourMs - 1)];
    expect(changesAfter(moved, old)).toEqual([agoMs(hourMs - 1), call.endedMs]);
    const recent = Array.from({ length: 10 }, (_, at) => agoMs(1000 - at));
    expect(changesAfter(moved, recent)).toEqual([...recent.slice(1), call.endedMs]);
  });
});

describe("a beat that was accepted", () => {
  test("goes on with a lease that may run, and begins one that cannot", () => {
    expect(afterCall(before, call).joinedMs).toBe(before.joinedMs);
    expect(afterCall({ ...before, takenMs: nowMs - 40_000 }, call).joinedMs).toBe(nowMs);
  });

  test.each([
    ["longer than it was asked to", 30_000, 30_000],
    ["shorter than it was asked to", 5000, 18_000],
    ["so long that the lease ended", 40_000, 18_000],
  ])("tells how far apart beats are, where that is %s", (_how, agoMs, cadenceMs) => {
    expect(afterCall({ ...before, renewedMs: nowMs - agoMs }, call).cadenceMs).toBe(cadenceMs);
  });

  test.each([
    [nowMs - 1, undefined],
    [nowMs, undefined],
    [nowMs + 1, nowMs + 1],
  ])("takes back that the consumer has left, unless it did so since: at %d", (leftMs, after) => {
    expect(afterCall({ ...before, leftMs }, call).leftMs).toBe(after);
  });
});

test("until when calls went unrecorded is what was told of it last", () => {
  const told = afterCall(before, { ...call, unrecordedMs: 5 });
  expect(told.unrecordedMs).toBe(5);
  expect(afterCall(told, call).unrecordedMs).toBe(5);
});
