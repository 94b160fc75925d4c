import { expect, test } from "@jest/globals";
import { createKey } from "../../dev/key/create-key.ts";
import { createHttpHandler } from "../../lib/http/http-handler.ts";
import { beatRequest, json, logsetId, startRelay, topicId } from "../support/start-relay.ts";

// A hundred times what a front lets through: what is quadratic takes minutes, and what is linear milliseconds.
const much = 1_000_000;
const enoughMs = 1500;

const { key, sha256 } = createKey();
const file = {
  keys: [{ name: "all", sha256 }],
  aliases: { get: { consumer: "c", topics: [topicId], allowGet: true } },
  defaults: { consumerGroup: "orders", logsetId },
};

const times = (text: string) => text.repeat(much / text.length);

test.each<[string, object]>([
  ["a path of /%", { path: times("/%") }],
  ["a path of %", { path: `/v1/hooks/${times("%")}/x` }],
  [
    "a path of / and an id",
    { path: times("/%"), headers: { "x-request-id": "orders-2.4711-abc" } },
  ],
  ["a query of &%", { path: "/v1/heartbeats", query: times("&%") }],
  ["a query of status=", { path: "/v1/heartbeats", query: times("&status=") }],
  ["a long value that is judged", { path: "/v1/heartbeats", query: `status=${times("a-")}` }],
  ["a User-Agent without a blank", { method: "GET", headers: { "user-agent": times("ab") } }],
  ["a User-Agent of addresses", { method: "GET", headers: { "user-agent": times("a@") } }],
  ["a Bearer of blanks", { headers: { authorization: `Bearer ${times(" ")}` } }],
  ["a Bearer of words", { headers: { authorization: `Bearer ${times("a ")}` } }],
  [
    "a signature of slashes",
    { headers: { authorization: `TC3-HMAC-SHA256 Credential=${times("a/")}` } },
  ],
  [
    "a long key and an id",
    { headers: { "x-api-key": times("ab"), "x-request-id": "ab".repeat(32) } },
  ],
  ["a Prefer of commas", { headers: { prefer: times(",;") } }],
  ["an Accept of commas", { headers: { accept: `text/plain${times(",;")}` } }],
])("%s is answered at once", async (_name, more) => {
  const relay = await startRelay({ file, env: { RELAY_AUTH: "" } });
  const hook = { path: `/v1/hooks/${key}/get`, ...more };
  // The relay's own, since the test's way of reading the document is not measured.
  const handler = createHttpHandler(relay.services);
  // Of the processor, since others may be busy on it.
  const started = process.cpuUsage();
  const answer = await handler(
    {
      rawPath: hook.path,
      rawQueryString: "query" in hook ? hook.query : "",
      headers: "headers" in hook ? hook.headers : {},
      requestContext: { http: { method: "method" in hook ? hook.method : "POST" } },
    },
    { awsRequestId: "r", getRemainingTimeInMillis: () => 10_000 } as never,
  );
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1000).toBeLessThan(enoughMs);
  expect(answer.statusCode).toBeLessThan(500);
});

test("every fault of a heartbeat is told at once, at most twenty", async () => {
  const relay = await startRelay();
  const topics = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`t${n}`, [-1]]));
  const body = JSON.stringify({ topics, extra: "canary-value" });
  const answer = await relay.call(beatRequest({ body }));
  expect([answer.statusCode, json(answer)["code"]]).toEqual([400, "invalid-heartbeat"]);
  expect(json(answer)["errors"]).toHaveLength(20);
  expect(answer.body).not.toContain("canary-value");
});
