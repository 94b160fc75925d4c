import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "@jest/globals";
import { createKey } from "../../dev/key/create-key.ts";
import { file, path as batchPath } from "../support/batch.ts";
import { fronts } from "../support/events.ts";
import { json, startRelay, type TestRelay } from "../support/start-relay.ts";

const { key, sha256 } = createKey();
let relay: TestRelay;
beforeAll(async () => {
  relay = await startRelay({
    env: { RELAY_AUTH: "" },
    file: { ...file, keys: [{ name: "all", sha256 }] },
  });
});
const hook = `/v1/hooks/${key}/orders-1`;
const headers = { "x-api-key": key };

// As of https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
const alertmanager = JSON.stringify({
  ...{ version: "4", groupKey: "{}:{}", truncatedAlerts: 0, status: "firing", receiver: "relay" },
  ...{ groupLabels: {}, commonLabels: {}, commonAnnotations: {}, externalURL: "http://am" },
  alerts: [{ status: "firing", labels: {}, annotations: {}, fingerprint: "0" }],
});

test.each([
  ["Alertmanager's own", alertmanager, "invalid-heartbeat"],
  ["a list of a monitor's", "[]", "invalid-heartbeat"],
  ["a form", "status=down&name=orders", "malformed-body"],
  ["text", "OK", "malformed-body"],
])(
  "on a hook a body that is %s is refused with the way out, which works",
  async (_name, body, code) => {
    const answer = await relay.call({ path: hook, body });
    expect([answer.statusCode, json(answer)["code"]]).toEqual([400, code]);
    expect(json(answer)["detail"]).toContain("adds /0 to the path");
    expect((await relay.call({ path: `${hook}/0`, body })).statusCode).toBe(200);
  },
);

test.each([
  ["/v1/heartbeats", '{"consumer":"orders-1","topics":["<topicId>"]}'],
  ["/v1/heartbeats/orders-1", '{"topics":["<topicId>"]}'],
  [batchPath, '{"heartbeats":[{"alias":"orders-1"}]}'],
])("malformed JSON at %s is told a body that is accepted there", async (path, example) => {
  const answer = await relay.call({ path, headers, body: "{" });
  expect([answer.statusCode, json(answer)["detail"]]).toEqual([
    400,
    expect.stringContaining(example),
  ]);
  expect((await relay.call({ path, headers, body: example })).statusCode).not.toBe(400);
});

test("malformed JSON at / is told Tencent's shape, which is accepted there", async () => {
  const apiHeaders = {
    ...{ ...headers, "X-TC-Action": "SendConsumerHeartbeat" },
    ...{ "X-TC-Version": "2020-10-16", "X-TC-Region": "ap-guangzhou" },
  };
  const send = (body: string) => relay.call({ path: "/", headers: apiHeaders, body });
  const told = (await send("{")).body.replaceAll('\\"', '"');
  const example = /Send a JSON object such as (\{.*\})\."/.exec(told)?.[1] ?? "";
  expect((await send(example)).body).not.toContain("InvalidParameter");
  expect((await send(example)).body).not.toContain("MissingParameter");
  expect(relay.emulator.received.at(-1)?.body).toMatchObject({ ConsumerGroup: "orders" });
});

test.each(fronts.filter(([name]) => name !== "HTTP API" && name !== "REST API"))(
  "behind %s a compressed body is told so",
  async (_name, toEvent) => {
    const request = { path: "/v1/heartbeats", headers: { ...headers, "content-encoding": "gzip" } };
    const event = {
      ...toEvent(request),
      body: gzipSync("{}").toString("base64"),
      isBase64Encoded: true,
    };
    const answer = await relay.invoke(event);
    expect(json(answer)).toMatchObject({
      code: "malformed-body",
      detail: expect.stringContaining("It is compressed") as unknown,
    });
  },
);

test("a key in quotes is told so", async () => {
  const answer = await relay.call({ path: "/v1/heartbeats", headers: { "x-api-key": `"${key}"` } });
  expect(json(answer)).toMatchObject({
    code: "unauthorized",
    detail: "The key arrived in quotes or brackets; send it without them.",
  });
  expect(answer.body).not.toContain(key);
});
