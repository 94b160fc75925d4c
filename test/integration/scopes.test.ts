import { beforeAll, describe, expect, test } from "@jest/globals";
import { createKey } from "../../dev/key/create-key.ts";
import { toFields } from "../../lib/base/unknown-object.ts";
import { json, logsetId, startRelay, type TestRelay, topicId } from "../support/start-relay.ts";

const otherId = "ded3f956-4616-9c7c-948c-a95d8c1a36f6";
const keys = {
  hook: createKey(),
  narrow: createKey(),
  topic: createKey(),
  topicHook: createKey(),
  nothing: createKey(),
  emptyList: createKey(),
  gone: createKey(),
};
const file = {
  keys: [
    { name: "hook", sha256: keys.hook.sha256, aliases: ["one", "two"], hookOnly: true },
    { name: "narrow", sha256: keys.narrow.sha256, aliases: ["one"] },
    { name: "topic", sha256: keys.topic.sha256, topics: ["8c1a*"] },
    {
      name: "topic-hook",
      sha256: keys.topicHook.sha256,
      topics: [topicId],
      hookOnly: true,
    },
    { name: "nothing", sha256: keys.nothing.sha256, aliases: [] },
    { name: "empty-list", sha256: keys.emptyList.sha256, topics: [] },
    { name: "gone", sha256: keys.gone.sha256, aliases: ["gone"] },
  ],
  aliases: {
    one: { consumer: "one", topics: [topicId] },
    two: { consumer: "two", topics: { [topicId]: [0], [otherId]: [1] } },
    other: { consumer: "other", topics: [otherId] },
  },
  defaults: { consumerGroup: "orders", logsetId },
};

let relay: TestRelay;
beforeAll(async () => {
  relay = await startRelay({ file, env: { RELAY_AUTH: "" } });
});

const post = async (path: string, body?: unknown, key?: { key: string }, more = {}) => {
  const before = relay.emulator.received.length;
  const answer = await relay.call({
    path,
    headers: { ...(key && { "x-api-key": key.key }), ...more },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { answer, status: answer.statusCode, sent: relay.emulator.received.length - before };
};

describe("a hook replaces the topics of its alias", () => {
  const cases: readonly [string, object | undefined, number][] = [
    ["one", { [topicId]: [0, 1, 2, 3] }, 200],
    ["one", { [topicId]: [] }, 200],
    ["one", [topicId], 200],
    ["two", { [otherId]: [1] }, 200],
    ["two", { [topicId]: [0, 1], [otherId]: [0] }, 200],
    ["two", undefined, 200],
    ["one", { [otherId]: [0, 1] }, 403],
    ["one", { [topicId]: [0], [otherId]: [0, 1] }, 403],
    ["one", [otherId], 403],
    ["one", { "another-topic": [0, 1] }, 403],
    ["one", { [topicId.toUpperCase()]: [0] }, 403],
    ["two", { constructor: [0] }, 403],
  ];

  test.each(cases)("%s by %j: %i", async (alias, topics, status) => {
    for (const key of [keys.hook, keys.narrow]) {
      if (alias === "two" && key === keys.narrow) continue;
      const found = await post(`/v1/hooks/${key.key}/${alias}`, { topics });
      expect([found.status, found.sent]).toEqual([status, status === 200 ? 1 : 0]);
      if (status === 403) expect(json(found.answer)["code"]).toBe("forbidden");
    }
  });

  test("with keys switched off as well: it is the route that says so", async () => {
    const open = await startRelay({ file });
    const body = JSON.stringify({ topics: [otherId] });
    expect((await open.call({ path: "/v1/hooks/any/one", body })).statusCode).toBe(403);
    expect((await open.call({ path: "/v1/heartbeats/one", body })).statusCode).toBe(200);
  });

  test("a wrong key learns nothing by it", async () => {
    const found = await post("/v1/hooks/wrong/one", { topics: [otherId] });
    expect(found.status).toBe(404);
  });
});

describe("topics are a scope of a key", () => {
  const own = { consumer: "c", topics: { [topicId]: [0] } };
  const other = { consumer: "c", topics: { [otherId]: [0] } };
  const both = { consumer: "c", topics: { [topicId]: [0], [otherId]: [0] } };
  const toApi = ({ consumer, topics }: typeof both) => ({
    ConsumerGroup: "orders",
    Consumer: consumer,
    LogsetId: logsetId,
    TopicPartitionsInfo: Object.entries(topics).map(([TopicID, Partitions]) => ({
      TopicID,
      Partitions,
    })),
  });
  const api = {
    "x-tc-action": "SendConsumerHeartbeat",
    "x-tc-version": "2020-10-16",
    "x-tc-region": "ap-guangzhou",
  };

  test("of a body, in either spelling", async () => {
    expect((await post("/v1/heartbeats", own, keys.topic)).status).toBe(200);
    for (const body of [other, both, toApi(both)]) {
      const found = await post("/v1/heartbeats", body, keys.topic);
      expect([found.status, found.sent]).toEqual([403, 0]);
    }
  });

  test("of a batch, whose entries are judged one by one", async () => {
    const heartbeats = [
      own,
      { ...both, consumer: "d" },
      { alias: "one" },
      { alias: "other" },
      { alias: "two", topics: [topicId] },
    ];
    const { answer } = await post("/v1/heartbeats:batch", { heartbeats }, keys.topic);
    const results = json(answer)["results"] as { status: number }[];
    expect(results.map(({ status }) => status)).toEqual([200, 403, 200, 403, 403]);
    const more = await post(
      "/v1/heartbeats:batch",
      { heartbeats: [{ alias: "one", topics: [otherId] }, { alias: "one" }] },
      keys.topic,
    );
    const told = json(more.answer)["results"] as { status: number }[];
    expect(told.map(({ status }) => status)).toEqual([403, 200]);
  });

  test("of a program on Tencent's SDKs", async () => {
    const good = await post(
      "/",
      toApi({ ...own, topics: { [topicId]: [0] } } as typeof both),
      keys.topic,
      api,
    );
    expect(json(good.answer)).toMatchObject({ Response: { ConsumerGroup: "orders" } });
    const { answer, sent } = await post("/", toApi(both), keys.topic, api);
    expect([json(answer), sent]).toMatchObject([
      { Response: { Error: { Code: "UnauthorizedOperation" } } },
      0,
    ]);
  });

  test("of an alias, and of what a body puts in their place", async () => {
    expect((await post("/v1/heartbeats/one", undefined, keys.topic)).status).toBe(200);
    expect((await post("/v1/heartbeats/other", undefined, keys.topic)).status).toBe(403);
    expect((await post("/v1/heartbeats/two", { topics: [topicId] }, keys.topic)).status).toBe(403);
    expect((await post("/v1/heartbeats/one", { topics: [otherId] }, keys.topic)).status).toBe(403);
    expect((await post("/v1/heartbeats/one/0", undefined, keys.topic)).status).toBe(200);
  });

  test("of a hook, where an alias out of scope is as unknown", async () => {
    const hook = `/v1/hooks/${keys.topicHook.key}`;
    expect((await post(`${hook}/one`)).status).toBe(200);
    const same = { "x-request-id": "same" };
    const answers = await Promise.all(
      [`${hook}/other`, `${hook}/two`, `${hook}/none`, "/v1/hooks/wrong/one"].map((path) =>
        post(path, undefined, undefined, same),
      ),
    );
    expect(new Set(answers.map(({ answer }) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.status).toBe(404);
  });
});

describe("a hook's key elsewhere is answered exactly as an unknown one", () => {
  test.each([
    ["POST", "/v1/heartbeats", {}],
    ["HEAD", "/v1/heartbeats", {}],
    ["POST", "/v1/heartbeats/one", {}],
    ["HEAD", "/v1/heartbeats/one", {}],
    ["POST", "/v1/heartbeats/none", {}],
    ["POST", "/v1/heartbeats/one/fail", {}],
    ["POST", "/v1/heartbeats:batch", {}],
    ["GET", "/readyz", {}],
    ["POST", "/", {}],
    ["POST", "/", { "x-tc-action": "SendConsumerHeartbeat" }],
  ])("%s %s %j", async (method, path, more) => {
    const ask = (key: string) =>
      relay.call({ method, path, headers: { "x-api-key": key, "x-request-id": "same", ...more } });
    expect(await ask(keys.hook.key)).toEqual(await ask("wrong-key-of-some-length"));
  });

  test("and the log says whose it was", async () => {
    await post("/v1/heartbeats", {}, keys.hook);
    expect(relay.lines.at(-1)).toMatchObject({ outcome: "unauthorized", key: "hook" });
  });
});

describe("a key that may send nothing does not ask CLS whether it is ready", () => {
  test.each(["nothing", "emptyList", "gone"] as const)("%s", async (name) => {
    const before = relay.emulator.received.length;
    const answer = await relay.call({
      method: "GET",
      path: "/readyz",
      headers: { "x-api-key": keys[name].key },
    });
    expect([answer.statusCode, json(answer)["code"]]).toEqual([403, "forbidden"]);
    expect(relay.emulator.received.length).toBe(before);
  });

  test.each(["narrow", "topic"] as const)("%s may send something", async (name) => {
    const headers = { "x-api-key": keys[name].key };
    const answer = await relay.call({ method: "GET", path: "/readyz", headers });
    expect(toFields(json(answer))["code"]).not.toBe("forbidden");
  });
});
