import { beforeAll, describe, expect, test } from "@jest/globals";
import { createKey } from "../../dev/key/create-key.ts";
import { toFields } from "../../lib/base/unknown-object.ts";
import { fronts, httpApiEvent, type TestRequest } from "../support/events.ts";
import { json, logsetId, startRelay, type TestRelay, topicId } from "../support/start-relay.ts";

const keys = { all: createKey(), hook: createKey(), aliases: createKey(), other: createKey() };

let relay: TestRelay;
beforeAll(async () => {
  relay = await startRelay({
    env: { RELAY_AUTH: "" },
    file: {
      keys: [
        { name: "all", sha256: keys.all.sha256 },
        { name: "hook", sha256: keys.hook.sha256, hookOnly: true },
        { name: "aliases", sha256: keys.aliases.sha256, aliases: ["orders-*"] },
        { name: "other", sha256: keys.other.sha256, consumerGroups: ["other"] },
      ],
    },
  });
});

const body = {
  ConsumerGroup: "orders",
  Consumer: "orders-1",
  LogsetId: logsetId,
  TopicPartitionsInfo: [{ TopicID: topicId, Partitions: [] }],
};
const headers = {
  "X-TC-Action": "SendConsumerHeartbeat",
  "X-TC-Version": "2020-10-16",
  "X-TC-Region": "ap-guangzhou",
  "X-Api-Key": keys.all.key,
};
const apiRequest = (more: TestRequest = {}): TestRequest => ({
  path: "/",
  body: JSON.stringify(body),
  ...more,
  headers: { ...headers, ...more.headers },
});

describe.each(fronts)("behind %s", (_name, toEvent) => {
  test("it answers as Tencent does, under the SDK's trace id", async () => {
    const traced = apiRequest({ headers: { "X-TC-TraceId": "trace-1" } });
    const answer = await relay.invoke(toEvent(traced));
    expect([answer.statusCode, answer.headers["X-TC-TraceId"]]).toEqual([200, "trace-1"]);
    expect(json(answer)).toMatchObject({ Response: { ConsumerGroup: "orders" } });
    expect(relay.emulator.received.at(-1)?.headers["x-tc-traceid"]).toBe("trace-1");
    expect(relay.lines.at(-1)).toMatchObject({ requestId: "trace-1" });
  });
});

describe("refusals are told in Tencent's way, and nothing is sent", () => {
  const rows: readonly (readonly [string, TestRequest, string])[] = [
    ["no key", { headers: { "X-Api-Key": "" } }, "AuthFailure.SecretIdNotFound"],
    ["a wrong key", { headers: { "X-Api-Key": "wrong" } }, "AuthFailure.SecretIdNotFound"],
    ["a hook's key", { headers: { "X-Api-Key": keys.hook.key } }, "AuthFailure.SecretIdNotFound"],
    ["a key for aliases", { headers: { "X-Api-Key": keys.aliases.key } }, "UnauthorizedOperation"],
    [
      "a key for another group",
      { headers: { "X-Api-Key": keys.other.key } },
      "UnauthorizedOperation",
    ],
    ["another action", { headers: { "X-TC-Action": "DescribeTopics" } }, "InvalidAction"],
    ["no JSON", { body: "{" }, "InvalidParameter"],
    [
      "a body that is too large",
      { body: `{"Consumer":"${"x".repeat(16_384)}"}` },
      "RequestSizeLimitExceeded",
    ],
    ["GET", { method: "GET" }, "UnsupportedProtocol"],
  ];

  test.each(rows)("%s", async (_name, more, code) => {
    const before = relay.emulator.received.length;
    const answer = await relay.call(apiRequest(more));
    expect([answer.statusCode, answer.headers["Content-Type"]]).toEqual([200, "application/json"]);
    const response = toFields(json(answer)["Response"]);
    expect(response).toEqual({
      Error: { Code: code, Message: expect.stringMatching(/\.$/) as unknown },
      RequestId: answer.headers["X-Request-Id"],
    });
    expect(relay.emulator.received.length).toBe(before);
  });

  test("a beat for which there is no time", async () => {
    const answer = await relay.call(apiRequest({ headers: { Prefer: "wait=0" } }));
    expect(json(answer)).toMatchObject({
      Response: { Error: { Code: "FailedOperation.Timeout" } },
    });
  });

  test("a relay that is half configured", async () => {
    const broken = await startRelay({ env: { TENCENTCLOUD_SECRET_KEY: "" } });
    const answer = await broken.call(apiRequest());
    expect(json(answer)).toMatchObject({ Response: { Error: { Code: "FailedOperation" } } });
    expect(broken.lines.at(-1)).toMatchObject({ outcome: "relay-misconfigured" });
  });

  test("a refusal of CLS without an id of its own comes with ours", async () => {
    const silent = await startRelay({
      emulator: {
        intercept: (_request, response) =>
          response.end('{"Response":{"Error":{"Code":"Odd","Message":"no"}}}') === response,
      },
    });
    const answer = await silent.call(apiRequest());
    expect(json(answer)).toEqual({
      Response: {
        Error: { Code: "Odd", Message: "no" },
        RequestId: answer.headers["X-Request-Id"],
      },
    });
  });
});

test.each(["HEAD", "PUT", "DELETE"])("%s is a 405 even with Tencent's action", async (method) => {
  const event = { ...httpApiEvent(apiRequest({ method })), rawQueryString: "Action=a" };
  const answer = await relay.invoke(event);
  expect([answer.statusCode, answer.headers["Allow"]]).toEqual([405, "POST"]);
  expect(answer.headers["Content-Type"]).toBe("application/problem+json");
});

test.each<[string, TestRequest, number]>([
  ["a heartbeat that lost its path", { body: JSON.stringify(body) }, 404],
  ["a heartbeat that lost its path and its key", { body: JSON.stringify(body), headers: {} }, 401],
  ["a browser by PUT", { method: "PUT" }, 405],
  ["a HEAD", { method: "HEAD" }, 405],
])("%s, which is no SDK, never gets a 2xx for it", async (_name, more, status) => {
  const answer = await relay.call({ path: "/", headers: { "x-api-key": keys.all.key }, ...more });
  expect([answer.statusCode, answer.headers["Content-Type"]]).toEqual([
    status,
    "application/problem+json",
  ]);
});
