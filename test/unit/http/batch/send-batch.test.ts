import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { createServices } from "../../../../lib/app/create-services.ts";
import type { BeatRecord } from "../../../../lib/observe/beat-record.ts";
import { type BatchResult, sendBatch } from "../../../../lib/http/batch/send-batch.ts";
import type { RelayError } from "../../../../lib/heartbeat/relay-error.ts";
import type { Heartbeat } from "../../../../lib/heartbeat/heartbeat.ts";
import { openExchange } from "../../../../lib/http/exchange.ts";
import { nowhere } from "../../../../lib/http/endpoint.ts";
import { createRateLimiter } from "../../../../lib/ledger/even-limiter.ts";
import { ratePerSecondWithin } from "../../../../lib/ledger/travel-margin.ts";
import { type BeatReport, createRelay, type Relay } from "../../../../lib/relay/relay.ts";
import { createCapturedLog } from "../../../support/captured-log.ts";
import { createHandClock } from "../../../support/hand-clock.ts";

const beat = (consumer: string, partitions: readonly number[] = []): Heartbeat => ({
  consumerGroup: "orders",
  consumer,
  logsetId: "l",
  topics: new Map([["t", partitions]]),
});

type Failed = Pick<Extract<BeatReport, { ok: false }>, "failure">;
type Written = readonly [requestId: string, outcome: string];

/** A relay of few slots a second, whose calls take no time, and a clock that is moved by hand. */
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
    limiter: createRateLimiter({ clock, random: () => 0, perSecond }),
    client: {
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

  async function send(heartbeats: readonly Heartbeat[], budgetMs: number) {
    const items = heartbeats.map((heartbeat) => ({ heartbeat }));
    const sending = sendBatch(items, { services, relay, exchange, budgetMs });
    for (let ms = 0; ms < budgetMs; ms += 100) {
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
  const three = [beat("joins-a"), beat("joins-b"), beat("holds", [1])];

  test("the lease that ends soonest does not wait behind the others", async () => {
    const { results, sent } = await setUp().send(three, 1900);
    // The first came while a slot was free.
    expect(sent).toEqual(["joins-a", "holds"]);
    expect(outcomes(results)).toEqual(["joins-a", "not-attempted", "holds"]);
  });

  test("each is recorded, and nothing is pending", async () => {
    const { written, pending } = await setUp().send(three, 1900);
    expect(written.toSorted()).toEqual([
      ["batch.0", "renewed"],
      ["batch.1", "not-attempted"],
      ["batch.2", "renewed"],
    ]);
    expect(pending).toBe(0);
  });

  test("what was not attempted says so, and may be sent again", async () => {
    const { results } = await setUp().send(three, 1900);
    const [, cutOff] = results;
    expect(cutOff).toMatchObject({
      renewed: false,
      requestId: "batch.1",
      error: { detail: expect.stringMatching(/it was not sent\.$/) as unknown },
    });
  });
});

test("with time for all, all are sent at the rate, longer than one of them may wait alone", async () => {
  const { results, sent } = await setUp().send([beat("a"), beat("b"), beat("c")], 3000);
  expect(sent).toEqual(["a", "b", "c"]);
  expect(outcomes(results)).toEqual(["a", "b", "c"]);
});

test("a sandbox that may send 5 a second sends 44 of a hundred in the time that Lambda leaves", async () => {
  const hundred = Array.from({ length: 100 }, (_, index) => beat(`c${index}`));
  const perSecond = ratePerSecondWithin({ perSecond: 5, travelSpreadMs: 60 });
  const { results, sent } = await setUp(perSecond).send(hundred, 9750);
  expect(sent).toHaveLength(44);
  expect(results.filter(({ renewed }) => renewed)).toHaveLength(44);
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
  const sendOne = async (report: Pick<BeatReport, "coalesced"> & Failed) => {
    const given = { ok: false, attempts: 0, upstreamMs: 0, ...report } as const;
    const relay: Relay = { beat: () => Promise.resolve(given) };
    const items = [{ heartbeat: beat("a") }];
    return outcomes(await sendBatch(items, { services, relay, exchange, budgetMs: 1000 }));
  };
  const refused = { kind: "refused", detail: "It was not sent." } as const;

  test("by a newer body is told so", async () => {
    const failure = { ...refused, code: "superseded" } as const;
    expect(await sendOne({ failure, coalesced: false })).toEqual(["superseded"]);
  });

  test("by a dead upstream is told so", async () => {
    const failure = { ...refused, code: "upstream-unavailable", retryAfterMs: 1000 } as const;
    expect(await sendOne({ failure, coalesced: false })).toEqual(["upstream-unavailable"]);
  });

  test("by another's call that stood for it is told what became of that", async () => {
    const failure = { kind: "timeout" } as const;
    expect(await sendOne({ failure, coalesced: true })).toEqual(["deadline-exceeded"]);
    expect(await sendOne({ failure, coalesced: false })).toEqual(["not-attempted"]);
  });

  test("by the rate says when there is room", async () => {
    const failure = { ...refused, code: "throttled", retryAfterMs: 6500 } as const;
    const relay: Relay = {
      beat: () =>
        Promise.resolve({ ok: false, attempts: 0, upstreamMs: 0, failure, coalesced: false }),
    };
    const items = [{ heartbeat: beat("a") }];
    const results = await sendBatch(items, { services, relay, exchange, budgetMs: 1000 });
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
