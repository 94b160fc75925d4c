import { beforeAll, describe, expect, test } from "@jest/globals";
import { createKey } from "../../dev/key/create-key.ts";
import { createHandClock } from "../support/hand-clock.ts";
import {
  heartbeat,
  json,
  logsetId,
  startRelay,
  type TestRelay,
  topicId,
} from "../support/start-relay.ts";

const keys = {
  all: createKey(),
  hook: createKey(),
  orders: createKey(),
  group: createKey(),
};
const file = {
  keys: [
    { name: "all", sha256: keys.all.sha256 },
    { name: "hook", sha256: keys.hook.sha256, aliases: ["orders-*"], hookOnly: true },
    { name: "orders", sha256: keys.orders.sha256, aliases: ["orders-*"] },
    {
      name: "group",
      sha256: keys.group.sha256.toUpperCase(),
      consumerGroups: ["orders"],
      consumers: ["orders-*"],
    },
  ],
  aliases: {
    "orders-1": { consumer: "orders-1", topics: [topicId] },
    "billing-1": { consumerGroup: "billing", consumer: "billing-1", topics: { [topicId]: [2] } },
    "orders-odd": { consumerGroup: "odd", consumer: "odd", topics: [topicId] },
  },
  defaults: { consumerGroup: "orders", logsetId },
};

let relay: TestRelay;
beforeAll(async () => {
  relay = await startRelay({ file, env: { RELAY_AUTH: "" } });
});

const bearer = (key: { key: string }) => ({ authorization: `Bearer ${key.key}` });

describe("keys", () => {
  const post = (path: string, headers: Record<string, string> = {}, body?: object) =>
    relay.call({ path, headers, ...(body && { body: JSON.stringify(body) }) });

  test("no key and a wrong key are both told to bring one", async () => {
    for (const headers of [
      {},
      { authorization: "Bearer wrong" },
      { "x-api-key": "wrong" },
      { authorization: "Basic abc" },
    ]) {
      const answer = await post("/v1/heartbeats", headers, heartbeat);
      expect([answer.statusCode, answer.headers["WWW-Authenticate"], json(answer)["code"]]).toEqual(
        [401, "Bearer", "unauthorized"],
      );
    }
  });

  test("X-Api-Key is as good as a bearer token", async () => {
    expect(
      (await post("/v1/heartbeats", { "x-api-key": keys.all.key }, heartbeat)).statusCode,
    ).toBe(200);
  });

  test("an alias beats without a body, and a body replaces its topics", async () => {
    const headers = bearer(keys.orders);
    expect((await post("/v1/heartbeats/orders-1", headers)).statusCode).toBe(200);
    expect(relay.emulator.received.at(-1)?.body).toEqual({
      ConsumerGroup: "orders",
      Consumer: "orders-1",
      LogsetId: logsetId,
      TopicPartitionsInfo: [{ TopicID: topicId, Partitions: [] }],
    });
    await post("/v1/heartbeats/orders-1/", headers, { topics: { [topicId]: [0, 3] } });
    expect(relay.emulator.received.at(-1)?.body).toMatchObject({
      TopicPartitionsInfo: [{ TopicID: topicId, Partitions: [0, 3] }],
    });
  });

  test("an alias takes nothing but topics from a body", async () => {
    const answer = await post("/v1/heartbeats/orders-1", bearer(keys.orders), { consumer: "x" });
    expect([answer.statusCode, json(answer)["errors"]]).toEqual([
      400,
      [{ path: "consumer", message: "is not a field of this object" }],
    ]);
  });

  test.each([
    ["a key for aliases sends no raw beats", keys.orders, "/v1/heartbeats", heartbeat],
    ["an alias out of scope", keys.orders, "/v1/heartbeats/billing-1", undefined],
    ["an alias whose group is out of scope", keys.group, "/v1/heartbeats/billing-1", undefined],
    [
      "a group out of scope",
      keys.group,
      "/v1/heartbeats",
      { ...heartbeat, consumerGroup: "billing" },
    ],
    ["a consumer out of scope", keys.group, "/v1/heartbeats", { ...heartbeat, consumer: "x" }],
  ])("%s is forbidden", async (_name, key, path, body) => {
    const answer = await post(path, bearer(key), body);
    expect([answer.statusCode, json(answer)["code"]]).toEqual([403, "forbidden"]);
  });

  test("a key for a group sends raw beats of that group", async () => {
    expect((await post("/v1/heartbeats", bearer(keys.group), heartbeat)).statusCode).toBe(200);
  });

  test("an unknown alias is not found, inherited names included", async () => {
    for (const alias of ["nothing", "constructor", "__proto__", "%ZZ"]) {
      expect((await post(`/v1/heartbeats/${alias}`, bearer(keys.all))).statusCode).toBe(404);
    }
  });

  test("a hook beats, encoded or not", async () => {
    expect((await post(`/v1/hooks/${keys.hook.key}/orders-1`)).statusCode).toBe(200);
    expect((await post(`/v1/hooks/${keys.hook.key}/orders%2D1`)).statusCode).toBe(200);
  });

  test("on a hook a wrong key, a wrong alias and one out of scope cannot be told apart", async () => {
    const id = { "x-request-id": "same" };
    const answers = await Promise.all([
      post("/v1/hooks/wrong/orders-1", id),
      post(`/v1/hooks/${keys.hook.key}/nothing`, id),
      post(`/v1/hooks/${keys.hook.key}/billing-1`, id),
      post(`/v1/hooks/${keys.group.key}/orders-odd`, id),
      post("/v1/hooks/wrong/nothing", id, { consumer: 1 }),
    ]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(json(answers[0])).toMatchObject({ status: 404, code: "not-found" });
  });

  test("neither a hook's key nor its path is in any line", () => {
    const text = JSON.stringify(relay.lines);
    for (const { key } of Object.values(keys)) expect(text).not.toContain(key);
    expect(text).not.toContain("/v1/");
  });
});

describe("a key that expires", () => {
  const { key, sha256 } = createKey();
  const clock = createHandClock(Date.UTC(2027, 0, 30, 23, 59, 59));
  const call = (ofKey: TestRelay, path: string) => {
    const headers = { "x-api-key": key, "x-request-id": "same" };
    return ofKey.call({ path, headers, body: JSON.stringify(heartbeat) });
  };

  test("works to its end, and from then on is answered like an unknown one", async () => {
    const keys = [{ name: "old", sha256, expiresAt: "2027-01-31T00:00:00Z" }];
    const env = { RELAY_AUTH: "" };
    const mortal = await startRelay({ file: { keys }, env, overrides: { clock } });
    expect((await call(mortal, "/v1/heartbeats")).statusCode).toBe(200);
    clock.advance(1000);
    const refused = await call(mortal, "/v1/heartbeats");
    expect(refused.statusCode).toBe(401);
    const unknown = await startRelay({
      file: { keys: [{ name: "other", sha256: createKey().sha256 }] },
      env,
      overrides: { clock },
    });
    expect(refused).toEqual(await call(unknown, "/v1/heartbeats"));
    expect(mortal.lines.at(-1)).toMatchObject({ outcome: "unauthorized", key: "old" });
    // Also where nothing beats: a scraper's key ends as well.
    const headers = { "x-api-key": key };
    const scrape = await mortal.call({ method: "GET", path: "/metrics", headers });
    expect(scrape.statusCode).toBe(401);
    expect(mortal.lines.at(-1)).toMatchObject({ message: "request refused", key: "old" });
  });

  test("is in the log at the start, two weeks ahead and afterwards", async () => {
    const end = (name: string, expiresAt?: string) => ({
      name,
      sha256: createKey().sha256,
      expiresAt,
    });
    const keys = [
      end("expired", "2027-01-31T00:00:00Z"),
      end("soon", "2027-02-14T00:00:00Z"),
      end("later", "2027-02-14T00:00:01Z"),
      end("always"),
    ];
    const { lines } = await startRelay({ file: { keys }, overrides: { clock } });
    expect(lines.filter(({ message }) => message.startsWith("keys have"))).toEqual([
      {
        level: "WARN",
        message: "keys have expired or soon will: rotate them",
        expired: ["expired"],
        expireSoon: ["soon"],
      },
    ]);
  });
});
