import { beforeAll, describe, expect, test } from "@jest/globals";
import { toFields } from "../../lib/base/unknown-object.ts";
import { json, logsetId, startRelay, type TestRelay, topicId } from "../support/start-relay.ts";
import { file, keys, otherId, postTo } from "../support/scoped-keys.ts";

let relay: TestRelay;
beforeAll(async () => {
  relay = await startRelay({ file, env: { RELAY_AUTH: "" } });
});

const post = postTo(() => relay);

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
