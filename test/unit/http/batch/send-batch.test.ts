import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { createServices } from "../../../../lib/app/create-services.ts";
import type { BeatRecord } from "../../../../lib/observe/beat-record.ts";
import { type BatchResult, sendBatch } from "../../../../lib/http/batch/send-batch.ts";
import type { RelayError } from "../../../../lib/heartbeat/relay-error.ts";
import type { Heartbeat } from "../../../../lib/heartbeat/heartbeat.ts";
import { openExchange } from "../../../../lib/http/exchange.ts";
import { nowhere } from "../../../../lib/http/endpoint.ts";
import type { Denial } from "../../../../lib/ledger/ledger.ts";
import { createMemoryLedger } from "../../../../lib/ledger/memory.ts";
import { type BeatReport, createRelay, type Relay } from "../../../../lib/relay/relay.ts";
import { createCapturedLog } from "../../../support/captured-log.ts";
import { createHandClock } from "../../../support/hand-clock.ts";

const beat = (consumer: string, partitions: readonly number[] = []): Heartbeat => ({
  consumerGroup: "orders",
  consumer,
  logsetId: "l",
  topics: new Map([["t", partitions]]),
});

type Written = readonly [requestId: string, outcome: string];

/** A relay of few calls a second, whose calls take no time, and a clock that is moved by hand. */
function setUp(perSecond = 1) {
  const clock = createHandClock();
  const sent: string[] = [];
  const written: Written[] = [];
  const recorder = {
    write: (record: BeatRecord, error?: RelayError) =>
      void written.push([record.requestId, error?.code ?? "renewed"]),
  };
  const { log } = createCapturedLog();
  const services = { ...createServices({ env: {}, log, clock, random: () => 0 }), recorder };
  const relay = createRelay({
    clock,
    random: () => 0,
    ledger: createMemoryLedger({ clock, random: () => 0, ratePerSecond: perSecond }),
    client: {
      prepare: () => Promise.resolve(() => undefined),
      send(heartbeat) {
        sent.push(heartbeat.consumer);
        const assignment = { topics: heartbeat.topics, requestId: "r" };
        return Promise.resolve({ ok: true, assignment });
      },
    },
    // Too short for any of them to wait, were they sent alone.
    maxWaitMs: 100,
  });
  const exchange = openExchange({}, "batch", nowhere);

  async function send(heartbeats: readonly Heartbeat[], timeLeftMs: number) {
    const items = heartbeats.map((heartbeat) => ({ heartbeat }));
    const sending = sendBatch(items, { services, relay, exchange, timeLeftMs });
    for (let ms = 0; ms < timeLeftMs; ms += 100) {
      await setImmediate();
      clock.advance(100);
    }
    return { results: await sending, sent, written, pending: clock.pending() };
  }
  return { send };
}

const outcomes = (results: readonly BatchResult[]) =>
  results.map((result) => (result.renewed ? result.heartbeat.consumer : result.error.code));

describe("with time for two of three", () => {
  const three = [beat("a"), beat("b"), beat("c")];

  test("the lease that ends soonest does not wait behind the others", async () => {
    const { send } = setUp();
    await send([beat("holds")], 1500);
    const { results, sent } = await send([beat("joins"), beat("joins-too"), beat("holds")], 1900);
    // A lease that was just renewed can wait; the first came while there was room.
    expect(sent).toEqual(["holds", "joins", "joins-too"]);
    expect(outcomes(results)).toEqual(["joins", "joins-too", "not-attempted"]);
  });

  test("each is recorded, and nothing is pending", async () => {
    const { written, pending } = await setUp().send(three, 1900);
    expect(written.toSorted()).toEqual([
      ["batch.0", "renewed"],
      ["batch.1", "renewed"],
      ["batch.2", "not-attempted"],
    ]);
    expect(pending).toBe(0);
  });

  test("what was not attempted says so, and may be sent again", async () => {
    const { results } = await setUp().send(three, 1900);
    const cutOff = results.at(-1);
    expect(cutOff).toMatchObject({
      renewed: false,
      requestId: "batch.2",
      error: { detail: expect.stringMatching(/it was not sent\.$/) as unknown },
    });
  });
});

test("with time for all, all are sent at the rate, longer than one of them may wait alone", async () => {
  const { results, sent } = await setUp().send([beat("a"), beat("b"), beat("c")], 3000);
  expect(sent).toEqual(["a", "b", "c"]);
  expect(outcomes(results)).toEqual(["a", "b", "c"]);
});

test("of a rate of 20 a second a hundred take three quarters, which is 7 s", async () => {
  const hundred = Array.from({ length: 100 }, (_, index) => beat(`c${index}`));
  const { sent } = await setUp(20).send(hundred, 6400);
  expect(sent).toHaveLength(90);
  const { results } = await setUp(20).send(hundred, 7000);
  expect(results.every(({ renewed }) => renewed)).toBe(true);
});

test("a call that would be cut off is not begun", async () => {
  const { sent } = await setUp().send([beat("a"), beat("b")], 1400);
  expect(sent).toEqual(["a"]);
});

describe("a beat that was not sent for another reason than time", () => {
  const clock = createHandClock();
  const { log } = createCapturedLog();
  const services = createServices({ env: {}, log, clock, random: () => 0 });
  const exchange = openExchange({}, "batch", nowhere);
  const sendOne = async (failure: Extract<BeatReport, { ok: false }>["failure"]) => {
    const report = { ok: false, attempts: 0, upstreamMs: 0, failure } as const;
    const relay: Relay = {
      beat: () => Promise.resolve(report),
      leave: () => Promise.resolve(0),
      fail: () => Promise.resolve(),
    };
    const items = [{ heartbeat: beat("a") }];
    return sendBatch(items, { services, relay, exchange, timeLeftMs: 1000 });
  };
  const refuse = (denial: Denial) => sendOne({ kind: "refused", denial });

  test("by a newer body is told so", async () => {
    expect(outcomes(await refuse({ granted: false, reason: "superseded" }))).toEqual([
      "superseded",
    ]);
  });

  test("by the deadline was not attempted", async () => {
    expect(outcomes(await sendOne({ kind: "timeout" }))).toEqual(["not-attempted"]);
  });

  test("by the rate says when there is room", async () => {
    const results = await refuse({ granted: false, reason: "no-room", retryAfterMs: 6500 });
    expect(results).toMatchObject([
      { error: { code: "not-attempted", headers: { "Retry-After": "7" } } },
    ]);
  });
});

test("without any time nothing is sent", async () => {
  const { results, sent } = await setUp().send([beat("a")], 0);
  expect(sent).toEqual([]);
  expect(outcomes(results)).toEqual(["not-attempted"]);
});
