import { beforeAll, describe, expect, test } from "@jest/globals";
import { createKey } from "../../dev/key/create-key.ts";
import { createMetricsTeller } from "../../lib/app/metrics-teller.ts";
import type { Figures } from "../../lib/app/services.ts";
import { createHandClock } from "../support/hand-clock.ts";
import {
  heartbeat,
  json,
  logsetId,
  startRelay,
  type TestRelay,
  topicId,
} from "../support/start-relay.ts";

const keys = { all: createKey(), some: createKey(), beat: createKey() };
const file = {
  keys: [
    { name: "prometheus", sha256: keys.all.sha256, read: true },
    { name: "team", sha256: keys.some.sha256, read: true, consumerGroups: ["billing"] },
    { name: "orders-api", sha256: keys.beat.sha256 },
  ],
  aliases: {
    "orders-1": { consumer: "orders-1", topics: [topicId] },
    "billing-1": { consumerGroup: "billing", consumer: "billing-1", topics: [topicId] },
  },
  defaults: { consumerGroup: "orders", logsetId },
};

const clock = createHandClock();
const told: Figures[] = [];
const write = (figures: Figures) => {
  told.push(figures);
  return Promise.resolve("the text\n");
};
const setUp = () => ({ clock, metricsTeller: createMetricsTeller(write, clock) });

let relay: TestRelay;
beforeAll(async () => {
  relay = await startRelay({ file, env: { RELAY_AUTH: "" }, overrides: setUp() });
});

const get = (key: string, method = "GET") =>
  relay.call({ method, path: "/metrics", headers: { "x-api-key": key } });

describe("GET /metrics", () => {
  test("gives the text to a key that reads", async () => {
    const answer = await get(keys.all.key);
    expect(answer).toMatchObject({ statusCode: 200, body: "the text\n" });
    expect(answer.headers).toMatchObject({
      "Content-Type": "text/plain; version=0.0.4; charset=utf-8",
      "Cache-Control": "no-store",
    });
    expect((await get(keys.all.key, "HEAD")).statusCode).toBe(200);
  });

  test("tells nothing to any other key, nor without one, and is no beat", async () => {
    const asked = told.length;
    const forbidden = await get(keys.beat.key);
    expect([forbidden.statusCode, json(forbidden)]).toMatchObject([
      403,
      { code: "forbidden", detail: 'This path takes a key with "read": true.' },
    ]);
    expect((await get("unknown")).statusCode).toBe(401);
    expect((await relay.call({ method: "GET", path: "/metrics" })).statusCode).toBe(401);
    expect((await get(keys.all.key, "POST")).statusCode).toBe(405);
    expect(told).toHaveLength(asked);
    expect(relay.lines.at(-1)).toMatchObject({ message: "request refused" });
  });

  test("is told how beats ended, what is used of the rate, and when each alias was last renewed", async () => {
    clock.advance(7000);
    const headers = { "x-api-key": keys.beat.key };
    const body = JSON.stringify({ ...heartbeat, consumer: "orders-1" });
    expect((await relay.call({ path: "/v1/heartbeats", headers, body })).statusCode).toBe(200);
    await relay.call({ path: "/v1/heartbeats", headers, body: "{" });
    clock.advance(500);
    await get(keys.all.key);
    expect(told.at(-1)).toMatchObject({
      counts: expect.arrayContaining([
        { source: "http", outcome: "renewed", beats: 1 },
        { source: "http", outcome: "malformed-body", beats: 1 },
        { source: "http", outcome: "throttled", beats: 0 },
      ]) as unknown,
      latencies: { beats: 1 },
      leaseMargins: { beats: 0 },
      states: { expired: 0, contested: 0, late: 0, joining: 0, alive: 1, left: 0, silent: 1 },
      transitions: {
        ...{ expired: 0, contested: 0, unread: 0, overloaded: 0, outage: 0, recovered: 0 },
      },
      fill: { held: 1, carries: 3_200_000 },
      usage: { slots: 100_000, slotsUsed: 1, waiting: 0 },
      aliases: [
        { alias: "orders-1", secondsSinceRenewal: 0.5 },
        { alias: "billing-1", secondsSinceRenewal: 7.5 },
      ],
    });
  });

  test("tells a key with lists only of the aliases that they allow", async () => {
    await get(keys.some.key);
    expect(told.at(-1)?.aliases.map(({ alias }) => alias)).toEqual(["billing-1"]);
  });

  test("is open where keys are switched off", async () => {
    const open = await startRelay({ file, overrides: setUp() });
    expect((await open.call({ method: "GET", path: "/metrics" })).statusCode).toBe(200);
  });
});

test("what was left of a lease is told when it is renewed, to the log's metric as well", async () => {
  clock.advance(10_000);
  const headers = { "x-api-key": keys.beat.key };
  const body = JSON.stringify({ ...heartbeat, consumer: "orders-1" });
  expect((await relay.call({ path: "/v1/heartbeats", headers, body })).statusCode).toBe(200);
  expect(relay.counted.at(-1)).toMatchObject({ leaseLeftMs: 29_500 });
  await get(keys.all.key);
  expect(told.at(-1)?.leaseMargins).toMatchObject({ beats: 1, seconds: 29.5 });
});

test("a host without metrics of its own has no such path, and says where they are", async () => {
  const lambda = await startRelay({ file, env: { RELAY_AUTH: "" } });
  const headers = { "x-api-key": keys.all.key };
  const answer = await lambda.call({ method: "GET", path: "/metrics", headers });
  expect([answer.statusCode, json(answer)]).toMatchObject([
    404,
    { code: "not-found", detail: expect.stringContaining("CloudWatch") as unknown },
  ]);
});

test("a relay with a faulty configuration still tells its figures", async () => {
  const broken = await startRelay({
    file,
    env: { CLS_ENDPOINT: "x", RELAY_AUTH: "" },
    overrides: setUp(),
  });
  const headers = { "x-api-key": keys.all.key };
  await broken.call({ method: "GET", path: "/metrics", headers });
  expect(told.at(-1)).toMatchObject({ latencies: { beats: 0 }, fill: undefined, usage: undefined });
});

test("a relay whose file cannot be read has no key and tells nobody", async () => {
  const asked = told.length;
  const broken = await startRelay({
    env: { RELAY_CONFIG: "gone.json", RELAY_AUTH: "none" },
    overrides: setUp(),
  });
  const answer = await broken.call({ method: "GET", path: "/metrics" });
  expect(answer.statusCode).toBe(200);
  expect(told.slice(asked)).toMatchObject([{ aliases: [] }]);
});
