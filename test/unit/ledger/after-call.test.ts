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
    expect(sight).toMatchObject({ ...origin, changesMs: [], failures: 1, failingSinceMs: nowMs });
  });

  test.each([
    ["50 of them", Array.from({ length: 50 }, (_, at) => `${at}`), true],
    ["51 of them", Array.from({ length: 51 }, (_, at) => `${at}`), false],
    ["4000 characters", ["a".repeat(2000), "b".repeat(2000)], true],
    ["4001 characters", ["a".repeat(2000), "b".repeat(2001)], false],
  ])("topics are remembered where they are few and short: %s", (_what, topicIds, areKept) => {
    const { partitions } = afterCall(undefined, { ...failed, origin: { ...origin, topicIds } });
    expect([...partitions]).toEqual(areKept ? topicIds.map((topicId) => [topicId, []]) : []);
  });

  test("a word makes no call", () => {
    const asking = { origin, key: "key", leaseMs: 40_000 };
    expect(afterWord(undefined, asking, { word: "alive", nowMs })).toEqual({
      ...{ ...origin, key: "key", leaseMs: 40_000, cadenceMs: 18_000 },
      ...{ partitions: new Map(), changesMs: [], failures: 0, provenMs: nowMs },
      attempt: { atMs: nowMs, outcome: "throttled" },
    });
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

  test.each([
    ["partition", "a", [0]],
    ["topic", "c", [0, 1]],
  ])("is another one with another %s", (_what, topicId, list) => {
    const moved = new Map([
      [topicId, list],
      ["b", [2]],
    ] as const);
    expect(changesAfter(moved)).toEqual([call.endedMs]);
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

test("a call that failed changes only what it tells", () => {
  const named = { ...before, alias: "one" };
  const upstream = { outcome: "heartbeat-rejected", upstreamCode: "Limit" };
  expect(afterCall(named, { ...failed, ...upstream, key: "other", leaseMs: 20_000 })).toEqual({
    ...{ ...named, key: "other", leaseMs: 20_000, attempt: { atMs: nowMs, ...upstream } },
    ...{ failures: 1, failingSinceMs: nowMs, provenMs: nowMs },
  });
});

test.each([
  ["accepted", call, call.endedMs, undefined],
  ["not accepted", failed, before.takenMs, nowMs],
  ["given up", { ...failed, mayBeTaken: true }, call.endedMs, nowMs],
  [
    "not accepted, of the schedule",
    { ...failed, origin: { ...origin, isScheduled: true } },
    before.takenMs,
    undefined,
  ],
])("what may be taken, and what proves a life: a beat that was %s", (_how, told, taken, proven) => {
  expect(afterCall(before, told)).toMatchObject({
    takenMs: taken,
    renewals: told.isRenewed ? 2 : 1,
  });
  expect(afterCall(before, told).provenMs).toBe(proven);
});

test("until when calls went unrecorded is what was told of it last", () => {
  const told = afterCall(before, { ...call, unrecordedMs: 5 });
  expect(told.unrecordedMs).toBe(5);
  expect(afterCall(told, call).unrecordedMs).toBe(5);
});
