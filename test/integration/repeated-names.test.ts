import { beforeAll, expect, test } from "@jest/globals";
import { toFields } from "../../lib/base/unknown-object.ts";
import { file, path as batchPath, resultsOf } from "../support/batch.ts";
import { json, startRelay, type TestRelay } from "../support/start-relay.ts";

let relay: TestRelay;
beforeAll(async () => {
  relay = await startRelay({ file });
});

const whole = '"consumerGroup":"g","logsetId":"l"';
const apiHeaders = {
  "X-TC-Action": "SendConsumerHeartbeat",
  "X-TC-Version": "2020-10-16",
  "X-TC-Region": "ap-guangzhou",
};

test.each([
  ["/v1/heartbeats", '{"consumer":"c","topics":{"T":[0],"T":[1]}}', ["topics.T"]],
  ["/v1/heartbeats", `{${whole},"consumer":"c","consumer":"d","topics":["T"]}`, ["consumer"]],
  ["/v1/heartbeats", '{"consumer":"","topics":[],"topics":["T"]}', ["topics", "consumer"]],
  [
    "/v1/heartbeats",
    '{"ConsumerGroup":"g","Consumer":"c","LogsetId":"l","LogsetId":"m","TopicPartitionsInfo":[{"TopicID":"T","Partitions":[0],"Partitions":[1]}]}',
    ["LogsetId", "TopicPartitionsInfo.0.Partitions"],
  ],
  ["/v1/heartbeats/orders-1", '{"topics":{"T":[0],"\\u0054":[1]}}', ["topics.T"]],
  ["/v1/hooks/any/orders-1", '{"topics":["T"],"topics":["U"]}', ["topics"]],
  [batchPath, '{"heartbeats":[],"heartbeats":[{"alias":"orders-1"}]}', ["heartbeats"]],
])("on %s the body %s is refused with the path, and nothing is sent", async (path, body, paths) => {
  const before = relay.emulator.received.length;
  const answer = await relay.call({ path, body });
  expect([answer.statusCode, json(answer)["code"]]).toEqual([400, "invalid-heartbeat"]);
  expect(json(answer)["errors"]).toMatchObject(paths.map((place) => ({ path: place })));
  expect(answer.body).toContain("is given more than once");
  expect(relay.emulator.received).toHaveLength(before);
});

test("in a batch the entry alone is refused", async () => {
  const body =
    '{"heartbeats":[{"alias":"orders-1","topics":["T"],"topics":["U"]},{"alias":"billing-1"}]}';
  const results = resultsOf(await relay.call({ path: batchPath, body }));
  expect(results).toMatchObject([
    { status: 400, errors: [{ path: "topics", message: "is given more than once" }] },
    { status: 200, consumer: "billing-1" },
  ]);
});

test("to Tencent's SDKs it is told in Tencent's way", async () => {
  const body =
    '{"ConsumerGroup":"g","ConsumerGroup":"h","Consumer":"c","LogsetId":"l","TopicPartitionsInfo":[{"TopicID":"T","Partitions":[]}]}';
  const answer = await relay.call({ path: "/", headers: apiHeaders, body });
  expect(toFields(json(answer)["Response"])["Error"]).toEqual({
    Code: "InvalidParameter",
    Message: "ConsumerGroup is given more than once.",
  });
});

test("a body that no beat reads may say what it likes", async () => {
  const answer = await relay.call({ path: "/v1/heartbeats/orders-1/0", body: '{"a":1,"a":2}' });
  expect(answer.statusCode).toBe(200);
});
