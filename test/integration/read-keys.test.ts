import { beforeAll, expect, test } from "@jest/globals";
import { createKey } from "../../dev/key/create-key.ts";
import {
  heartbeat,
  logsetId,
  startRelay,
  type TestRelay,
  topicId,
} from "../support/start-relay.ts";

const keys = { read: createKey(), beat: createKey() };
const file = {
  keys: [
    { name: "board", sha256: keys.read.sha256, read: true },
    { name: "orders-api", sha256: keys.beat.sha256 },
  ],
  aliases: { "orders-1": { consumer: "orders-1", topics: [topicId] } },
  defaults: { consumerGroup: "orders", logsetId },
};

let relay: TestRelay;
beforeAll(async () => {
  relay = await startRelay({ file, env: { RELAY_AUTH: "" } });
});

const ofApi = {
  "x-tc-action": "SendConsumerHeartbeat",
  "x-tc-version": "2020-10-16",
  "x-tc-region": "ap-guangzhou",
};

test.each<[string, string, object | undefined, Record<string, string>]>([
  ["in the body", "/v1/heartbeats", heartbeat, {}],
  ["of a batch", "/v1/heartbeats:batch", { heartbeats: [{ alias: "orders-1" }] }, {}],
  ["of an alias", "/v1/heartbeats/orders-1", undefined, {}],
  ["of Tencent's SDKs", "/", {}, ofApi],
])("a key that reads sends no heartbeat %s", async (_what, path, body, headers) => {
  const answer = await relay.call({
    path,
    headers: { ...headers, "x-api-key": keys.read.key },
    ...(body && { body: JSON.stringify(body) }),
  });
  // Tencent's own API says what is wrong in a 200.
  expect(answer.statusCode).toBe(path === "/" ? 200 : 403);
  expect(relay.lines.at(-1)).toMatchObject({ outcome: "forbidden", key: "board" });
  expect(relay.emulator.received).toEqual([]);
});

test("a key that reads is not even told that an alias is there: on a hook it is an unknown one", async () => {
  const id = { "x-request-id": "same" };
  const answers = await Promise.all(
    [`${keys.read.key}/orders-1`, "unknown/orders-1"].map((rest) =>
      relay.call({ path: `/v1/hooks/${rest}`, headers: id }),
    ),
  );
  expect(JSON.parse(answers[0]?.body ?? "")).toMatchObject({ status: 404, code: "not-found" });
  expect(answers[0]).toEqual(answers[1]);
});

test("a HEAD of an alias says that a key that reads may not send it", async () => {
  const headers = { "x-api-key": keys.read.key };
  const answer = await relay.call({ method: "HEAD", path: "/v1/heartbeats/orders-1", headers });
  expect(answer.statusCode).toBe(403);
});

test("a key that reads may ask whether CLS would accept a heartbeat", async () => {
  const headers = { "x-api-key": keys.read.key };
  expect((await relay.call({ method: "GET", path: "/readyz", headers })).statusCode).toBe(200);
});
