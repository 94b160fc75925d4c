import { expect, test } from "@jest/globals";
import { createBeatTally, type TalliedBeat } from "../../../lib/observe/beat-tally.ts";
import { createHandClock } from "../../support/hand-clock.ts";

const heartbeatOf = (consumer: string) => ({
  ...{ consumerGroup: "orders", consumer, logsetId: "l" },
  topics: new Map(),
});
const heartbeat = heartbeatOf("orders-1");

function setUp() {
  const clock = createHandClock();
  const tally = createBeatTally(clock);
  const add = (more: Partial<TalliedBeat> = {}) => {
    const beat = { source: "http", outcome: "renewed", attempts: 1, upstreamMs: 40 } as const;
    tally.add({ ...beat, heartbeat, ...more });
  };
  return { clock, tally, add };
}

test("beats are counted by where they came from and how they ended", () => {
  const { tally, add } = setUp();
  const counts = () => tally.counts().filter(({ beats }) => beats > 0);
  expect(counts()).toEqual([]);
  add();
  add();
  add({ source: "schedule" });
  add({ outcome: "throttled", attempts: 0, heartbeat: undefined });
  expect(counts()).toEqual([
    { source: "http", outcome: "renewed", beats: 2 },
    { source: "schedule", outcome: "renewed", beats: 1 },
    { source: "http", outcome: "throttled", beats: 1 },
  ]);
  expect(tally.counts()).toContainEqual({ source: "schedule", outcome: "relay-refused", beats: 0 });
});

test("a beat counts in every bucket that is as long as it or longer, and one that never left in none", () => {
  const { tally, add } = setUp();
  for (const upstreamMs of [10, 40, 400, 9000]) add({ upstreamMs });
  add({ outcome: "throttled", attempts: 0, upstreamMs: 0 });
  const { buckets, ...all } = tally.latencies();
  expect(all).toEqual({ beats: 4, seconds: 9.45 });
  const at = (limit: number) => buckets.find(({ mostSeconds }) => mostSeconds === limit)?.beats;
  expect([0.01, 0.025, 0.05, 0.3, 0.5, 5].map(at)).toEqual([1, 1, 2, 2, 3, 3]);
});

test("what was left of leases is counted in seconds, and a beat without one nowhere", () => {
  const { tally, add } = setUp();
  for (const leaseLeftMs of [0, 1, 22_000, 400_000]) add({ leaseLeftMs });
  add();
  const { buckets, ...all } = tally.leaseMargins();
  expect(all).toEqual({ beats: 4, seconds: 422.001 });
  const at = (limit: number) => buckets.find(({ mostSeconds }) => mostSeconds === limit)?.beats;
  expect([0, 1, 20, 25, 300].map(at)).toEqual([1, 2, 2, 3, 3]);
});

test("a consumer was renewed when CLS last accepted a beat of it, by whatever route, or never since the start", () => {
  const { clock, tally, add } = setUp();
  const since = (consumer = "orders-1") => tally.sinceRenewalMs(heartbeatOf(consumer));
  clock.advance(5000);
  expect(since()).toBe(5000);
  add();
  clock.advance(1000);
  expect(since()).toBe(1000);
  add({ outcome: "upstream-failed" });
  add({ heartbeat: undefined });
  add({ heartbeat: heartbeatOf("orders-2") });
  expect([since(), since("orders-2"), since("orders-3")]).toEqual([1000, 0, 6000]);
});

test("invented names do not fill the memory, and those renewed last are the ones that are remembered", () => {
  const { clock, tally, add } = setUp();
  add({ heartbeat: heartbeatOf("first") });
  add({ heartbeat: heartbeatOf("kept") });
  clock.advance(1000);
  for (let count = 0; count < 9998; count += 1) add({ heartbeat: heartbeatOf(`c${count}`) });
  add({ heartbeat: heartbeatOf("kept") });
  clock.advance(1000);
  add({ heartbeat: heartbeatOf("one more") });
  clock.advance(1000);
  const since = (consumer: string) => tally.sinceRenewalMs(heartbeatOf(consumer));
  expect([since("first"), since("kept"), since("c0"), since("one more")]).toEqual([
    3000, 2000, 2000, 1000,
  ]);
});
