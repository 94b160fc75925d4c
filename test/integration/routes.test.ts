import { beforeAll, describe, expect, test } from "@jest/globals";
import { createContext } from "../../server/lambda-context.ts";
import { createHttpHandler } from "../../lib/http/http-handler.ts";
import { createKey } from "../../dev/key/create-key.ts";
import { version } from "../../lib/base/version.ts";
import { fronts, httpApiEvent } from "../support/events.ts";
import { documented } from "../support/openapi/validate-exchange.ts";
import {
  beatRequest,
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

describe.each(fronts)("behind %s", (name, toEvent) => {
  test("a heartbeat is answered with its assignment", async () => {
    const answer = await relay.invoke(
      toEvent(
        beatRequest({
          headers: { Authorization: `bearer ${keys.all.key}`, "X-Request-Id": "my.id-1" },
        }),
      ),
    );
    expect(answer.statusCode).toBe(200);
    expect(json(answer)).toMatchObject({
      consumerGroup: "orders",
      consumer: "orders-1",
      topics: { [topicId]: [1, 2, 3, 4] },
    });
    expect(answer.headers["X-Request-Id"]).toBe("my.id-1");
    expect(answer.multiValueHeaders?.["X-Request-Id"]).toEqual(
      name === "ALB with multi-value headers" ? ["my.id-1"] : undefined,
    );
    expect(relay.emulator.received.at(-1)?.headers["x-tc-traceid"]).toBe("my.id-1");
  });

  test("a beat by GET is refused and nothing is sent", async () => {
    const before = relay.emulator.received.length;
    const answer = await relay.invoke(
      toEvent(beatRequest({ method: "GET", headers: bearer(keys.all) })),
    );
    expect([answer.statusCode, answer.headers["Allow"]]).toEqual([405, "HEAD, POST"]);
    expect(relay.emulator.received.length).toBe(before);
  });

  test("the health check needs no key and calls nobody", async () => {
    const before = relay.emulator.received.length;
    const answer = await relay.invoke(toEvent({ method: "GET", path: "/healthz" }));
    expect([answer.statusCode, json(answer)]).toEqual([200, { status: "ok", version }]);
    expect(relay.emulator.received.length).toBe(before);
  });
});

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

test.each([
  "/",
  "/v1",
  "/v1/",
  "/v2/heartbeats",
  "/v1/heartbeats/a/b",
  "/v1/hooks/a",
  "/v1/hooks/a/b/c",
  "/healthz/x",
  "",
])("%j is no path", async (path) => {
  const answer = await relay.call({ path, headers: bearer(keys.all) });
  expect([answer.statusCode, json(answer)["code"]]).toEqual([404, "not-found"]);
});

test.each([undefined, null, 3, "text", {}, { Records: [] }])(
  "an event that is no request (%j) finds no route",
  async (event) => {
    expect((await relay.invoke(event)).statusCode).toBe(404);
  },
);

test("a stage called v1 does not swallow the beginning of the path", async () => {
  const event = {
    ...httpApiEvent(beatRequest({ headers: bearer(keys.all) })),
    requestContext: { stage: "v1", http: { method: "POST" } },
  };
  expect((await relay.invoke(event)).statusCode).toBe(200);
});

test("an id that is not short and plain is replaced by ours", async () => {
  for (const offered of ["has spaces", "a".repeat(65), "a\nb", "ä", ""]) {
    const headers = { "x-request-id": offered };
    const answer = await relay.call({ method: "GET", path: "/healthz", headers });
    expect(answer.headers["X-Request-Id"]).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test("a host that names no invocation gets an id made", async () => {
  const handler = documented(createHttpHandler(relay.services));
  const event = httpApiEvent({ method: "GET", path: "/healthz" });
  const answer = await handler(event, { ...createContext("relay", 1000), awsRequestId: "" });
  expect(answer.headers["X-Request-Id"]).toMatch(/^[0-9a-f-]{36}$/);
});
