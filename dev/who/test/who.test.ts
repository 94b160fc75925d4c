import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "@jest/globals";
import { createKey } from "../../key/create-key.ts";
import { createFront } from "../../../server/front.ts";
import { node, run } from "../../../test/support/run-process.ts";
import { logsetId, startRelay, topicId } from "../../../test/support/start-relay.ts";
import { ask } from "../ask.ts";
import { whoTable } from "../table.ts";

const servers: ReturnType<typeof createServer>[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});
async function serve(server: ReturnType<typeof createServer>): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const keys = { read: createKey(), beat: createKey() };
const file = {
  keys: [
    { name: "board", sha256: keys.read.sha256, read: true },
    { name: "orders", sha256: keys.beat.sha256 },
  ],
  defaults: { consumerGroup: "orders", logsetId },
};
const relay = await startRelay({ file, env: { RELAY_AUTH: "" } });
const url = await serve(createFront(relay.handler, { basePath: "" }));
for (const consumer of ["orders-1", "orders-2"]) {
  await relay.call({
    path: "/v1/heartbeats",
    headers: { "x-api-key": keys.beat.key, "x-instance-id": `${consumer}@host` },
    body: JSON.stringify({ consumer, topics: [topicId] }),
  });
}

function who(args: readonly string[], env: Record<string, string> = {}) {
  return run(node, ["dev/who/main.ts", ...args], {
    RELAY_URL: url,
    RELAY_KEY: keys.read.key,
    ...env,
  });
}

test("it tells who is alive as a table, and as JSON", async () => {
  const table = who([]);
  expect(await table.ended).toBe(0);
  expect(table.stdout()).toMatch(
    /^GROUP +CONSUMER +STATE .*\norders +orders-1 +alive +\d+ s ago +\d+ s +1,2,3,4 +orders-1@host +renewed\n/,
  );
  expect(table.stdout()).toMatch(/\n2 alive\n$/);
  const asJson = who(["--json", "--group", "orders", "--state", "alive"]);
  expect(await asJson.ended).toBe(0);
  expect(JSON.parse(asJson.stdout())).toMatchObject({
    consumers: [{ consumer: "orders-1" }, { consumer: "orders-2" }],
  });
});

test("it tells again and again, until it is stopped", async () => {
  const watching = who(["--watch", "--json"]);
  await watching.printed(/orders-1[^]*\n[^]*orders-1[^]*\n/);
  watching.child.kill("SIGTERM");
  await watching.ended;
});

test.each([
  ["a key that does not read", { RELAY_KEY: keys.beat.key }, 1, /^HTTP 403, forbidden: /],
  ["nobody who answers", { RELAY_URL: "http://127.0.0.1:9" }, 1, /cannot be reached/],
  ["no address", { RELAY_URL: "" }, 64, /^Set RELAY_URL/],
])("with %s it says so, and tells nothing", async (_what, env, code, said) => {
  const refused = who([], env);
  expect(await refused.ended).toBe(code);
  expect(refused.stderr()).toMatch(said);
  expect(refused.stdout()).toBe("");
});

test("it reads all pages, and refuses what is no answer of a relay", async () => {
  const asked: (string | undefined)[] = [];
  let body = '{"consumers":[{"consumer":"a"}],"next":"YQ"}';
  const paged = await serve(
    createServer((request, response) => {
      asked.push(request.url);
      response.end(body);
      body = '{"consumers":[{"consumer":"b"}]}';
    }),
  );
  const question = { url: `${paged}/base/`, key: "k", query: { group: "g" } };
  expect(await ask(question)).toEqual([{ consumer: "a" }, { consumer: "b" }]);
  expect(asked).toEqual([
    "/base/v1/consumers?group=g&limit=500",
    "/base/v1/consumers?group=g&after=YQ&limit=500",
  ]);
  body = "<html>";
  await expect(ask(question)).rejects.toThrow("HTTP 200, no answer of the relay");
});

test("what needs somebody comes first, and what is not known is a dash", () => {
  const told = [
    { consumerGroup: "g", consumer: "a", state: "alive" },
    {
      consumerGroup: "g",
      consumer: "b",
      state: "expired",
      renewedAt: "2026-01-01T00:00:00.000Z",
      leaseEndsAt: "2026-01-01T00:00:40.000Z",
      topics: { t: [1, 2], u: [] },
      lastAttempt: { outcome: "heartbeat-rejected", upstreamCode: "ResourceNotFound" },
    },
  ];
  expect(
    whoTable(told, Date.UTC(2026, 0, 1, 0, 1))
      .split("\n")
      .slice(1),
  ).toEqual([
    "g      b         expired  60 s ago  -      1,2         -         ResourceNotFound",
    "g      a         alive    -         -      -           -         -",
    "1 expired, 1 alive",
    "",
  ]);
  expect(whoTable([], 0)).toMatch(/no consumer/);
});
