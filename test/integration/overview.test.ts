import { beforeEach, describe, expect, test } from "@jest/globals";
import { createKey } from "../../dev/key/create-key.ts";
import type { Services } from "../../lib/app/services.ts";
import { errorTable } from "../../lib/heartbeat/error-table.ts";
import { createHttpHandler } from "../../lib/http/http-handler.ts";
import { createContext } from "../../server/lambda-context.ts";
import { httpApiEvent } from "../support/events.ts";
import { startDynamo } from "../support/dynamo.ts";
import { expectProblem } from "../support/expect-problem.ts";
import { createHandClock, type HandClock } from "../support/hand-clock.ts";
import { documented } from "../support/openapi/validate-exchange.ts";
import { json, logsetId, startRelay, type TestRelay, topicId } from "../support/start-relay.ts";

const keys = { all: createKey(), orders: createKey(), beat: createKey(), hook: createKey() };
const file = {
  keys: [
    { name: "all", sha256: keys.all.sha256, read: true },
    { name: "orders", sha256: keys.orders.sha256, read: true, consumerGroups: ["orders"] },
    { name: "beat", sha256: keys.beat.sha256 },
    { name: "hook", sha256: keys.hook.sha256, hookOnly: true },
  ],
  defaults: { consumerGroup: "orders", logsetId },
};
const path = "/v1/overview";

let relay: TestRelay;
let clock: HandClock;
beforeEach(async () => {
  clock = createHandClock();
  const env = { RELAY_AUTH: "", CLS_RATE_PER_SECOND: "20" };
  relay = await startRelay({ file, env, overrides: { clock } });
});

const beat = (consumer: string, more: object = {}) =>
  relay.call({
    path: "/v1/heartbeats",
    headers: { "x-api-key": keys.beat.key },
    body: JSON.stringify({ consumer, topics: [topicId], ...more }),
  });
const get = (key = keys.all.key, query = "") =>
  relay.call({ method: "GET", path, query, headers: { "x-api-key": key } });
const withSamples = async (readSamples: Services["readSamples"]) => {
  const handler = documented(createHttpHandler({ ...relay.services, readSamples }));
  const event = httpApiEvent({ method: "GET", path, headers: { "x-api-key": keys.all.key } });
  return handler(event, createContext("relay", 10_000));
};

describe("the overview", () => {
  test("tells of groups, of consumers by state, and what is used of the rate", async () => {
    await beat("orders-1");
    await beat("audit-1", { consumerGroup: "audit" });
    clock.advance(1500);
    await beat("orders-2");
    expect(json(await get())).toEqual({
      at: new Date(clock.epochMs()).toISOString(),
      rate: { perSecond: 20, used: 1, held: 3, carries: expect.any(Number) },
      consumers: {
        ...{ expired: 0, contested: 0, late: 0, joining: 0 },
        ...{ alive: 3, left: 0, silent: 0 },
      },
      groups: [
        expect.objectContaining({ consumerGroup: "audit", unheld: {} }),
        expect.objectContaining({
          consumerGroup: "orders",
          consumers: [
            { consumer: "orders-1", state: "alive" },
            { consumer: "orders-2", state: "alive" },
          ],
        }),
      ],
      samples: [],
    });
  });

  test("tells of a table's rate what the leases need, since its slots are everybody's", async () => {
    const { env } = await startDynamo();
    relay = await startRelay({ file, env: { RELAY_AUTH: "", ...env, CLS_RATE_PER_SECOND: "20" } });
    await beat("orders-1");
    const { rate } = json(await get());
    expect(rate).toEqual({ perSecond: 20, used: 0.1, held: 1, carries: expect.any(Number) });
  });

  test("has the last failure in words, until its consumer gets in", async () => {
    await beat("orders-1");
    relay.emulator.faults.set([{ fault: "response-null", times: 99 }]);
    for (const consumer of ["orders-3", "orders-2"]) {
      clock.advance(3000);
      await beat(consumer);
    }
    const { lastFailure } = json(await get());
    expect(lastFailure).toEqual({
      ...{ consumerGroup: "orders", consumer: "orders-2", logsetId },
      at: new Date(clock.epochMs()).toISOString(),
      code: "upstream-malformed",
      title: errorTable["upstream-malformed"].title,
      type: "/problems/upstream-malformed",
    });
    relay.emulator.faults.clear();
    clock.advance(3000);
    for (const consumer of ["orders-3", "orders-2"]) await beat(consumer);
    expect(json(await get())).not.toHaveProperty("lastFailure");
  });

  test("has the minutes of the last hour where they are kept", async () => {
    const sums = { renewals: 7, refusals: 1, rebalances: 2, alive: 3, late: 1, expired: 0 };
    const answer = await withSamples(() => Promise.resolve([{ atMs: 60_000, ...sums }]));
    expect(json(answer)["samples"]).toEqual([{ at: "1970-01-01T00:01:00.000Z", ...sums }]);
    expect(json(await withSamples(undefined))).not.toHaveProperty("samples");
  });
});

test("a relay without credentials tells nothing, and says why", async () => {
  relay = await startRelay({ file, env: { RELAY_AUTH: "", TENCENTCLOUD_SECRET_KEY: "" } });
  await expectProblem(get(), "relay-misconfigured");
});

test("a host may give a group a lease that the file does not", async () => {
  const overrides = { clock, moreLeasesMs: new Map([["orders", 10_000]]) };
  relay = await startRelay({ file, env: { RELAY_AUTH: "" }, overrides });
  await beat("orders-1");
  clock.advance(10_000 + 1000 + 3000 + 100);
  expect(json(await get())).toMatchObject({ consumers: { expired: 1 } });
});

describe("nobody is told more than the key may read", () => {
  test("a key sees its own groups, and their failures alone", async () => {
    await beat("orders-1");
    await beat("audit-1", { consumerGroup: "audit" });
    const { groups, consumers } = json(await get(keys.orders.key));
    expect(groups).toMatchObject([{ consumerGroup: "orders" }]);
    expect(groups).toHaveLength(1);
    expect(consumers).toMatchObject({ alive: 1 });
  });

  test("a key that beats, a hook key and a stranger learn nothing", async () => {
    await beat("orders-1");
    await expectProblem(get(keys.beat.key), "forbidden");
    await expectProblem(get(keys.hook.key), "unauthorized");
    await expectProblem(get("stranger"), "unauthorized");
    await expectProblem(get(keys.all.key, "group=orders"), "invalid-heartbeat");
  });
});
