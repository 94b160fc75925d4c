import { beforeAll, expect, test } from "@jest/globals";
import { toFields } from "../../lib/base/unknown-object.ts";
import { file, path as batchPath, resultsOf } from "../support/batch.ts";
import { json, startRelay, type TestRelay } from "../support/start-relay.ts";

let relay: TestRelay;
beforeAll(async () => {
  relay = await startRelay({ file });
});

const base = { consumerGroup: "g", consumer: "c", logsetId: "l", topics: ["t"] };
const apiHeaders = {
  "X-TC-Action": "SendConsumerHeartbeat",
  "X-TC-Version": "2020-10-16",
  "X-TC-Region": "ap-guangzhou",
};

const names = [
  ...["orders-1 ", "orders-1\u200b", "orders-1\u202e", "orders\u00ad-1", "orders\u00a01", "   "],
  ...["orders-\ufffd", "orders-1\u3000", "orders-1\r", "orders-1\u{e0001}", "ordres-e\u0301"],
];
const shown = names.map((name) => [JSON.stringify(name), name] as const);

test.each(shown)("no way in takes the name %s", async (_shown, name) => {
  const before = relay.emulator.received.length;
  const post = async (path: string, body: object, headers = {}) =>
    relay.call({ path, headers, body: JSON.stringify(body) });

  for (const field of ["consumerGroup", "consumer", "logsetId"]) {
    const answer = await post("/v1/heartbeats", { ...base, [field]: name });
    expect([answer.statusCode, json(answer)["errors"]]).toMatchObject([400, [{ path: field }]]);
    // What cannot be seen is told by its code point, in the path as well.
    expect(answer.body).toMatch(/^[\x20-\x7e]*$/);
  }
  for (const topics of [[name], { [name]: [0] }]) {
    const own = await post("/v1/heartbeats", { ...base, topics });
    const alias = await post("/v1/heartbeats/orders-1", { topics });
    const batch = await post(batchPath, { heartbeats: [{ alias: "orders-1", topics }] });
    expect([own.statusCode, alias.statusCode]).toEqual([400, 400]);
    expect(resultsOf(batch)).toMatchObject([{ code: "invalid-heartbeat" }]);
  }
  const dropIn = await post(
    "/",
    { ConsumerGroup: "g", Consumer: name, LogsetId: "l", TopicPartitionsInfo: [{ TopicID: "t" }] },
    apiHeaders,
  );
  const { Error: error } = toFields(json(dropIn)["Response"]);
  expect(error).toMatchObject({ Code: "InvalidParameter" });
  const path = `/v1/heartbeats/${encodeURIComponent(`orders-1${name}`)}`;
  expect((await relay.call({ path })).statusCode).toBe(404);
  expect(relay.emulator.received).toHaveLength(before);
});
