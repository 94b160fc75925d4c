import { describe, expect, test } from "@jest/globals";
import type { Consumer } from "../../../../lib/alive/consumers.ts";
import { createWatchdog, type Watchdog } from "../../../../lib/alive/tell/watchdog.ts";
import { createHandClock } from "../../../support/hand-clock.ts";
import { startReceiver } from "../../../support/receiver.ts";

const never = new AbortController().signal;
const leaseMs = 40_000;

async function setUp() {
  const receiver = await startReceiver();
  const clock = createHandClock();
  const failures: string[] = [];
  const url = `${receiver.url}/ping/7d8e9f00-0000-4000-8000-000000000000?a=b`;
  const watchdog = createWatchdog(url, { clock, onFailure: (reason) => failures.push(reason) });
  /** A consumer whose last call was so long ago, and whose last renewal. */
  const consumerOf = (triedAgoMs?: number, renewedAgoMs?: number): Consumer => ({
    state: "alive",
    mayHaveEnded: false,
    missed: 0,
    sight: {
      ...{ logsetId: "l", consumerGroup: "g", consumer: "c", leaseMs, cadenceMs: 18_000 },
      ...{ partitions: new Map(), changesMs: [] },
      ...(triedAgoMs !== undefined && {
        attempt: { atMs: clock.epochMs() - triedAgoMs, outcome: "renewed" },
      }),
      ...(renewedAgoMs !== undefined && { renewedMs: clock.epochMs() - renewedAgoMs }),
    },
  });
  const ping: Watchdog["ping"] = (...look) => watchdog.ping(...look);
  return { ...receiver, clock, failures, ping, consumerOf };
}

test("is asked by GET at its address, about once a minute, however often the relay looks", async () => {
  const { ping, clock, received } = await setUp();
  for (let seconds = 0; seconds < 120; seconds += 3) {
    await ping([], never);
    clock.advance(3000);
  }
  expect(received).toHaveLength(3);
  expect(received[0]).toMatchObject({
    method: "GET",
    url: "/ping/7d8e9f00-0000-4000-8000-000000000000?a=b",
    headers: { "user-agent": expect.stringContaining("heartbeat-relay/") as unknown },
    body: "",
  });
});

test("is asked each minute by a function that starts each minute, a little early or late", async () => {
  const { ping, clock, received } = await setUp();
  for (const gapMs of [59_000, 61_000, 59_900, 60_100]) {
    await ping([], never);
    clock.advance(gapMs);
  }
  expect(received).toHaveLength(4);
});

test("is asked again after a sandbox was frozen, whose own clock stood still", async () => {
  const { ping, clock, received } = await setUp();
  await ping([], never);
  clock.setWallForward(60_000);
  await ping([], never);
  expect(received).toHaveLength(2);
});

describe("is asked only while all is well", () => {
  type Make = (triedAgoMs?: number, renewedAgoMs?: number) => Consumer;
  test.each<[string, boolean, (make: Make) => readonly Consumer[]]>([
    ["nobody sends", true, () => []],
    ["a silent alias alone", true, (make) => [make()]],
    ["one is renewed", true, (make) => [make(1000, 1000)]],
    ["all who send are refused", false, (make) => [make(1000), make(2000, leaseMs)]],
    ["one of two is refused", true, (make) => [make(1000), make(2000, leaseMs - 1)]],
    ["who was refused has given up", true, (make) => [make(leaseMs)]],
    ["a consumer died after its last renewal", true, (make) => [make(leaseMs, leaseMs)]],
  ])("%s: %p", async (_name, isAsked, toConsumers) => {
    const { ping, consumerOf, received } = await setUp();
    await ping(toConsumers(consumerOf), never);
    expect(received).toHaveLength(isAsked ? 1 : 0);
  });
});

test("one that fails is told once, until it answers again", async () => {
  const { ping, clock, failures, answerWith } = await setUp();
  const pingWith = async (status: number) => {
    answerWith({ status });
    await ping([], never);
    clock.advance(60_000);
  };
  for (const status of [500, 302, 200, 404]) await pingWith(status);
  expect(failures).toEqual(["HTTP 500", "HTTP 404"]);
});

test("one that is not there, or does not answer, holds nothing up", async () => {
  const { ping, failures, answerWith } = await setUp();
  answerWith(undefined);
  const aborter = new AbortController();
  const pinged = ping([], aborter.signal);
  aborter.abort();
  await pinged;
  expect(failures).toEqual(["no answer in time"]);
});
