import { beforeEach, describe, expect, test } from "@jest/globals";
import { createKey } from "../../dev/key/create-key.ts";
import { expectProblem } from "../support/expect-problem.ts";
import { createHandClock, type HandClock } from "../support/hand-clock.ts";
import { json, logsetId, startRelay, type TestRelay, topicId } from "../support/start-relay.ts";

const keys = {
  all: createKey(),
  orders: createKey(),
  byAlias: createKey(),
  byTopic: createKey(),
  beat: createKey(),
  other: createKey(),
  hook: createKey(),
  narrow: createKey(),
};
const otherLogset = "7a7ded3f-948c-4616-9c7c-956a95d8c1a3";
const file = {
  keys: [
    { name: "all", sha256: keys.all.sha256, read: true },
    { name: "orders", sha256: keys.orders.sha256, read: true, consumerGroups: ["orders"] },
    { name: "by-alias", sha256: keys.byAlias.sha256, read: true, aliases: ["silent"] },
    { name: "by-topic", sha256: keys.byTopic.sha256, read: true, topics: [topicId] },
    { name: "beat", sha256: keys.beat.sha256 },
    { name: "other", sha256: keys.other.sha256 },
    { name: "narrow", sha256: keys.narrow.sha256, consumers: ["orders-1"] },
    { name: "hook", sha256: keys.hook.sha256, hookOnly: true },
  ],
  aliases: {
    silent: { consumer: "orders-9", topics: [topicId] },
    fenced: { consumer: "orders-8", topics: [topicId], fence: true },
  },
  defaults: { consumerGroup: "orders", logsetId },
};

let relay: TestRelay;
let clock: HandClock;
beforeEach(async () => {
  clock = createHandClock();
  relay = await startRelay({ file, env: { RELAY_AUTH: "" }, overrides: { clock } });
});

type Call = { readonly key?: string; readonly headers?: Record<string, string> };

const beat = (consumer: string, more: object = {}, { key, headers }: Call = {}) =>
  relay.call({
    path: "/v1/heartbeats",
    headers: { "x-api-key": key ?? keys.beat.key, ...headers },
    body: JSON.stringify({ consumer, topics: [topicId], ...more }),
  });
const post = (path: string, { key = keys.beat.key, headers }: Call = {}, body?: object) =>
  relay.call({
    path,
    headers: { "x-api-key": key, ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
const get = (path: string, key = keys.all.key, query = "") =>
  relay.call({ method: "GET", path, query, headers: { "x-api-key": key } });
type Told = { readonly consumers: { readonly consumer: string; readonly state: string }[] };
const statesOf = async (key = keys.all.key, query = "") => {
  const { consumers } = json(await get("/v1/consumers", key, query)) as unknown as Told;
  return consumers.map(({ consumer, state }) => `${consumer} ${state}`);
};
const byInstance = (id: string) => ({ headers: { "x-instance-id": id } });

describe("who is alive", () => {
  test("is told of one consumer with all that is known", async () => {
    const renewedAt = new Date(clock.epochMs()).toISOString();
    await beat("orders-1", {}, byInstance("host-a/orders"));
    expect(json(await get("/v1/consumers/orders/orders-1"))).toEqual({
      consumerGroup: "orders",
      consumer: "orders-1",
      logsetId,
      state: "alive",
      topics: { [topicId]: [1, 2, 3, 4] },
      changedAt: renewedAt,
      joinedAt: renewedAt,
      renewedAt,
      leaseEndsAt: new Date(clock.epochMs() + 40_000).toISOString(),
      leaseSeconds: 40,
      cadenceSeconds: 18,
      missed: 0,
      key: "beat",
      instance: "host-a/orders",
      lastAttempt: { at: renewedAt, outcome: "renewed" },
    });
  });

  test("changes as time goes on, and a probe sees it", async () => {
    await beat("orders-1");
    const live = "/v1/consumers/orders/orders-1/live";
    expect(json(await get(live))).toEqual({ state: "alive" });
    clock.advance(30_000);
    const late = await expectProblem(get(live), "not-alive");
    expect(late).toMatchObject({ state: "late", detail: "The consumer is late." });
    clock.advance(14_500);
    const told = json(await get("/v1/consumers/orders/orders-1"));
    expect(told).toMatchObject({ state: "expired", mayHaveEnded: true, missed: 2 });
    await expectProblem(get("/v1/consumers/orders/nobody/live"), "not-found");
  });

  test("has the last attempt of one that CLS refuses, and is silent when it gives up", async () => {
    relay = await startRelay({
      file,
      env: { RELAY_AUTH: "" },
      overrides: { clock },
      emulator: { createsGroups: false },
    });
    await beat("orders-1");
    const at = new Date(clock.epochMs()).toISOString();
    const told = json(await get("/v1/consumers/orders/orders-1"));
    expect(told).toMatchObject({
      state: "joining",
      topics: { [topicId]: [] },
      lastAttempt: { at, outcome: "heartbeat-rejected", upstreamCode: expect.any(String) },
    });
    expect(told).not.toHaveProperty("renewedAt");
    clock.advance(41_000);
    expect(await statesOf()).toContain("orders-1 silent");
  });

  test("has aliases that never beat, and is chosen by group, logset, topic and state", async () => {
    await beat("orders-1");
    await beat("audit-1", { consumerGroup: "audit", logsetId: otherLogset });
    expect(await statesOf()).toEqual([
      ...["audit-1 alive", "orders-1 alive", "orders-8 silent", "orders-9 silent"],
    ]);
    expect(await statesOf(keys.all.key, "group=audit")).toEqual(["audit-1 alive"]);
    expect(await statesOf(keys.all.key, `logsetId=${otherLogset}`)).toEqual(["audit-1 alive"]);
    expect(await statesOf(keys.all.key, "topic=none")).toEqual([]);
    expect(await statesOf(keys.all.key, "state=silent")).toHaveLength(2);
  });

  test("is told in pages, in the order of names", async () => {
    for (const name of ["c", "ä", "b"]) await beat(name, { consumerGroup: "größe" });
    const first = json(await get("/v1/consumers", keys.all.key, "group=gr%C3%B6%C3%9Fe&limit=2"));
    expect(first["consumers"]).toMatchObject([{ consumer: "b" }, { consumer: "c" }]);
    const query = `group=gr%C3%B6%C3%9Fe&limit=2&after=${String(first["next"])}`;
    const last = json(await get("/v1/consumers", keys.all.key, query));
    expect(last).toMatchObject({ consumers: [{ consumer: "ä" }] });
    expect(last).not.toHaveProperty("next");
  });

  test("is not told by a query that is wrong, which says all that is", async () => {
    const wrong = get("/v1/consumers", keys.all.key, "group=g&state=dead&limit=0&colour=red");
    expect((await expectProblem(wrong, "invalid-heartbeat"))["errors"]).toEqual([
      {
        path: "query",
        message: "takes group, logsetId, topic, state, limit, after and nothing else",
      },
      { path: "query.state", message: expect.stringMatching(/^must be one of expired/) },
      { path: "query.limit", message: "must be a whole number from 1 to 500" },
    ]);
  });

  test("asks for the logset where a name stands in several", async () => {
    await beat("orders-1");
    await beat("orders-1", { logsetId: otherLogset });
    for (const path of ["/v1/consumers/orders/orders-1", "/v1/groups/orders"]) {
      await expectProblem(get(path), "ambiguous-name");
      const told = json(await get(path, keys.all.key, `logsetId=${otherLogset}`));
      expect(told).toMatchObject({ logsetId: otherLogset });
    }
  });

  test("is told of a group by its partitions: who holds each, and which nobody does", async () => {
    await beat("orders-1");
    await beat("orders-2");
    const moved = await beat("orders-1", { topics: { [topicId]: [1, 2, 3, 4] } });
    await beat("orders-1", { topics: json(moved)["topics"] });
    await beat("orders-2", { topics: [topicId] });
    const full = json(await get("/v1/groups/orders"));
    expect(full).toMatchObject({
      consumerGroup: "orders",
      logsetId,
      consumers: [{ consumer: "orders-1", state: "alive" }, { consumer: "orders-2" }, {}, {}],
      unheld: {},
    });
    expect((full["topics"] as Record<string, unknown[]>)[topicId]).toHaveLength(4);
    expect(Number(full["changesInLastHour"])).toBeGreaterThan(2);
    await post("/v1/heartbeats:leave", {}, { consumer: "orders-2", topics: [topicId] });
    clock.advance(3000);
    const left = json(await get("/v1/groups/orders"));
    const unheld = (left["unheld"] as Record<string, number[]>)[topicId];
    expect(unheld).toHaveLength(2);
    expect((left["topics"] as Record<string, object[]>)[topicId]).toContainEqual({
      partition: unheld?.[0],
      consumer: null,
    });
  });
});

describe("nobody is told more than the key may read", () => {
  test("a key sees its groups, its topics and the consumers of its aliases", async () => {
    await beat("orders-1");
    await beat("audit-1", { consumerGroup: "audit", topics: ["another-topic"] });
    const aliases = ["orders-8 silent", "orders-9 silent"];
    expect(await statesOf(keys.orders.key)).toEqual(["orders-1 alive", ...aliases]);
    expect(await statesOf(keys.byTopic.key)).toEqual(["orders-1 alive", ...aliases]);
    expect(await statesOf(keys.byAlias.key)).toEqual(["orders-9 silent"]);
    for (const path of ["/v1/consumers/audit/audit-1", "/v1/consumers/audit/audit-1/live"]) {
      await expectProblem(get(path, keys.orders.key), "not-found");
    }
    await expectProblem(get("/v1/groups/audit", keys.orders.key), "not-found");
  });

  test.each([
    ["/v1/consumers"],
    ["/v1/consumers/orders/orders-1"],
    ["/v1/consumers/orders/orders-1/live"],
    ["/v1/groups/orders"],
  ])("a key that beats, a hook key and a stranger learn nothing from %s", async (path) => {
    await beat("orders-1");
    await expectProblem(get(path, keys.beat.key), "forbidden");
    await expectProblem(get(path, keys.hook.key), "unauthorized");
    await expectProblem(get(path, "stranger"), "unauthorized");
  });
});

describe("a consumer that leaves", () => {
  test("by its alias or by a body is told when its partitions are free, and has left", async () => {
    await post("/v1/heartbeats/silent");
    const freeAt = new Date(clock.epochMs() + 40_000).toISOString();
    clock.advance(5000);
    expect(json(await post("/v1/heartbeats/silent/leave"))).toEqual({ freeAt });
    expect(relay.lines.at(-1)).toMatchObject({ message: "consumer left", alias: "silent" });
    await beat("orders-2");
    await post("/v1/heartbeats:leave", {}, { consumer: "orders-2", topics: [topicId] });
    await post("/v1/heartbeats:leave", {}, { consumer: "invented", topics: [topicId] });
    clock.advance(3_000_000);
    expect(await statesOf()).toEqual(["orders-2 left", "orders-8 silent", "orders-9 left"]);
    expect(json(await get("/v1/consumers/orders/orders-9"))).toMatchObject({ freeAt });
  });

  test("is not one that another instance has taken over from", async () => {
    for (const id of ["host-a", "host-b"]) await post("/v1/heartbeats/silent", byInstance(id));
    const refused = await post("/v1/heartbeats/silent/leave", byInstance("host-a"));
    expect(json(refused)).toMatchObject({
      code: "consumer-claimed",
      detail: expect.stringContaining("; the consumer goes on."),
      holder: "the instance h…",
    });
    expect((await post("/v1/heartbeats/silent/leave", byInstance("host-b"))).statusCode).toBe(200);
  });

  test("needs a key in a header that may beat for it", async () => {
    const leave = "/v1/heartbeats/silent/leave";
    await expectProblem(post(leave, { key: keys.all.key }), "forbidden");
    await expectProblem(post(leave, { key: keys.hook.key }), "unauthorized");
    await expectProblem(post(`/v1/hooks/${keys.hook.key}/silent/leave`), "not-found");
    await expectProblem(post("/v1/heartbeats/nobody/leave"), "not-found");
    const body = { consumer: "orders-2", topics: [topicId] };
    await expectProblem(post("/v1/heartbeats:leave", { key: keys.narrow.key }, body), "forbidden");
    await expectProblem(post("/v1/heartbeats:leave"), "malformed-body");
    await expectProblem(post("/v1/heartbeats:leave", {}, { topics: [] }), "invalid-heartbeat");
  });
});

describe("two instances that beat one name in turn", () => {
  test("are both told so, in every form of the answer, and it is logged and counted", async () => {
    const as = async (id: string) => {
      clock.advance(3000);
      return beat("orders-1", {}, byInstance(id));
    };
    expect(json(await as("a"))).not.toHaveProperty("contested");
    expect(json(await as("b"))).not.toHaveProperty("contested");
    for (const id of ["a", "b"]) {
      const answer = await as(id);
      expect(json(answer)).toMatchObject({ contested: true });
      expect(answer.headers).toMatchObject({ "X-Heartbeat-Contested": "true" });
      expect(relay.lines.at(-1)).toMatchObject({ instance: id, contested: true });
      expect(relay.counted.at(-1)).toMatchObject({ contested: true });
    }
    clock.advance(3000);
    const minimal = { ...byInstance("a").headers, prefer: "return=minimal" };
    const short = await beat("orders-1", {}, { headers: minimal });
    expect([short.statusCode, short.headers["X-Heartbeat-Contested"]]).toEqual([204, "true"]);
    const told = json(await get("/v1/consumers/orders/orders-1"));
    expect(told).toMatchObject({
      state: "contested",
      contested: {
        by: [
          { key: "beat", instance: "a" },
          { key: "beat", instance: "b" },
        ],
      },
    });
  });

  test("are told apart by what they report, where they do not say who they are", async () => {
    const reporting = (list: number[]) => beat("orders-3", { topics: { [topicId]: list } });
    for (let count = 0; count < 5; count += 1) {
      for (const list of [[], [1, 2, 3, 4]]) {
        expect((await reporting(list)).statusCode).toBe(200);
        clock.advance(9000);
      }
    }
    expect(json(await reporting([]))).toMatchObject({ contested: true });
    expect(json(await get("/v1/consumers/orders/orders-3"))).toMatchObject({
      state: "contested",
      contested: { by: [{ key: "beat" }] },
    });
  });

  test("with a fence: the later one is refused, until the lease ends", async () => {
    const as = (id: string) => post("/v1/heartbeats/fenced", byInstance(id));
    expect((await as("host-alpha")).statusCode).toBe(200);
    const claimedUntil = new Date(clock.epochMs() + 40_000).toISOString();
    clock.advance(3000);
    const problem = await expectProblem(as("host-beta"), "consumer-claimed");
    expect(problem).toMatchObject({ claimedUntil, holder: "the instance host…" });
    expect((await as("host-alpha")).statusCode).toBe(200);
    clock.advance(41_000);
    expect((await as("host-beta")).statusCode).toBe(200);
    clock.advance(3000);
    const byKey = await expectProblem(post("/v1/heartbeats/fenced"), "consumer-claimed");
    expect(byKey).toMatchObject({ holder: "the instance host…" });
  });

  test("with a fence at an alias: the later one is refused by whatever way it beats", async () => {
    await post("/v1/heartbeats/fenced", byInstance("host-alpha"));
    clock.advance(3000);
    const [beta, body] = [byInstance("host-beta"), { consumer: "orders-8", topics: [topicId] }];
    await expectProblem(beat("orders-8", {}, beta), "consumer-claimed");
    await expectProblem(post("/v1/heartbeats:leave", beta, body), "consumer-claimed");
    const batch = await post("/v1/heartbeats:batch", beta, { heartbeats: [body] });
    expect(json(batch)).toMatchObject({ results: [{ code: "consumer-claimed" }] });
    expect((await beat("orders-7", {}, beta)).statusCode).toBe(200);
  });

  test("an instance is told as it was typed, though a header takes bytes", async () => {
    const bytes = Buffer.from("主机-straße/orders").toString("latin1");
    expect((await beat("orders-1", {}, byInstance(bytes))).statusCode).toBe(200);
    expect(relay.lines.at(-1)).toMatchObject({ instance: "主机-straße/orders" });
  });

  test("all heartbeats of a batch are of the instance that sends it", async () => {
    const heartbeats = ["orders-1", "orders-2"].map((consumer) => ({
      consumer,
      topics: [topicId],
    }));
    await post("/v1/heartbeats:batch", byInstance("host-a"), { heartbeats });
    for (const { consumer } of heartbeats) {
      const told = json(await get(`/v1/consumers/orders/${consumer}`));
      expect(told).toMatchObject({ consumer, instance: "host-a" });
    }
  });

  test("an instance is a name, and no secret", async () => {
    for (const id of ["", " a", "\u200b", keys.beat.key, `x${keys.other.key}`]) {
      const problem = await expectProblem(
        beat("orders-1", {}, byInstance(id)),
        "invalid-heartbeat",
      );
      expect(problem["errors"]).toMatchObject([{ path: "X-Instance-Id" }]);
    }
    expect(relay.lines.map((line) => JSON.stringify(line)).join()).not.toContain(keys.beat.key);
  });
});

test("the line of a beat names the partitions gained and lost", async () => {
  await beat("orders-1");
  expect(relay.lines.at(-1)).toMatchObject({ gained: { [topicId]: [1, 2, 3, 4] } });
  await beat("orders-1", { topics: { [topicId]: [1, 2, 3, 4] } });
  expect(relay.lines.at(-1)).not.toHaveProperty("gained");
  await beat("orders-2");
  await beat("orders-1", { topics: { [topicId]: [1, 2, 3, 4] } });
  const { lost } = relay.lines.at(-1) as { lost?: Record<string, number[]> };
  expect(lost?.[topicId]).toHaveLength(2);
});
