import { describe, expect, test } from "@jest/globals";
import { createKey } from "../../dev/key/create-key.ts";
import { fronts, httpApiEvent } from "../support/events.ts";
import { beatRequest, json, logsetId, startRelay, topicId } from "../support/start-relay.ts";

const { key, sha256 } = createKey();
const file = {
  keys: [{ name: "all", sha256 }],
  aliases: { get: { consumer: "c", topics: [topicId], allowGet: true } },
  defaults: { consumerGroup: "orders", logsetId },
};
const host = "relay.example.com:3000";

const refused: readonly Record<string, string>[] = [
  { origin: "https://evil.example", "content-type": "text/plain" },
  { origin: "https://evil.example" },
  { origin: "null" },
  { origin: "" },
  { origin: "nonsense" },
  { origin: "http://relay.example.com:3001" },
  { origin: "http://relay.example.com" },
  { origin: "http://relay.example.com:3000.evil.example" },
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
  { "sec-fetch-site": "cross-site", origin: `http://${host}` },
  { referer: "http://evil.example/page" },
  { "content-type": "text/plain" },
  { "content-type": "Text/Plain;charset=UTF-8" },
  { "content-type": "multipart/form-data; boundary=x" },
  { "content-type": "application/x-www-form-urlencoded", "user-agent": "Mozilla/5.0 (X11)" },
];
const taken: readonly Record<string, string>[] = [
  {},
  { origin: `http://${host}` },
  { origin: `HTTP://Relay.Example.com:3000` },
  { "sec-fetch-site": "same-origin", origin: `http://${host}` },
  { "sec-fetch-site": "none" },
  { "sec-fetch-site": "same-origin", origin: "https://outside.example" },
  { referer: `http://${host}/docs` },
  { "content-type": "application/json", "user-agent": "Mozilla/5.0 (X11)" },
  // As curl -d says unless it is told otherwise.
  { "content-type": "application/x-www-form-urlencoded" },
];

describe.each(fronts)("behind %s, with keys switched off", (_front, toEvent) => {
  test.each(refused)("a request with %j is refused, and nothing is sent", async (headers) => {
    const relay = await startRelay({ file });
    const requests = [
      beatRequest({ headers: { host, ...headers } }),
      { path: "/v1/hooks/any/get", body: '{"topics":{}}', headers: { host, ...headers } },
    ];
    for (const request of requests) {
      const answer = await relay.invoke(toEvent(request));
      expect([answer.statusCode, json(answer)["code"]]).toEqual([403, "forbidden"]);
      expect(json(answer)["detail"]).toContain("RELAY_AUTH=none");
    }
    expect(relay.emulator.received).toHaveLength(0);
  });

  test.each(taken)("a request with %j beats", async (headers) => {
    const relay = await startRelay({ file });
    const answer = await relay.invoke(toEvent(beatRequest({ headers: { host, ...headers } })));
    expect(answer.statusCode).toBe(200);
  });
});

test("a GET from a page elsewhere is refused, and one that a person opens beats", async () => {
  const relay = await startRelay({ file });
  const get = (headers: Record<string, string>) =>
    relay.call({ method: "GET", path: "/v1/heartbeats/get", headers: { host, ...headers } });
  expect((await get({ "sec-fetch-site": "cross-site" })).statusCode).toBe(403);
  expect((await get({ referer: "http://evil.example/" })).statusCode).toBe(403);
  expect((await get({ "sec-fetch-site": "none", "user-agent": "Mozilla/5.0" })).statusCode).toBe(
    200,
  );
});

test("with a key it does not matter where the page is from", async () => {
  const relay = await startRelay({ file, env: { RELAY_AUTH: "keys" } });
  for (const headers of refused) {
    const request = beatRequest({ headers: { host, "x-api-key": key, ...headers } });
    expect((await relay.call(request)).statusCode).toBe(200);
  }
});

test("the health check and the problems are for everybody", async () => {
  const relay = await startRelay({ file, overrides: { listensOnLoopback: true } });
  for (const path of ["/", "/healthz", "/problems/forbidden"]) {
    const headers = { host: "evil.example", origin: "https://evil.example" };
    expect((await relay.call({ method: "GET", path, headers })).statusCode).toBe(200);
  }
});

test("a page of the host that a front tells of is of the same site", async () => {
  const relay = await startRelay({ file });
  const ask = async (origin: string) => {
    const event = httpApiEvent(beatRequest({ headers: { host: "inside:3000", origin } }));
    const http = { method: "POST", path: "/v1/heartbeats" };
    const requestContext = { stage: "$default", domainName: "relay.example.com", http };
    return (await relay.invoke({ ...event, requestContext })).statusCode;
  };
  expect(await ask("https://relay.example.com")).toBe(200);
  expect(await ask("https://evil.example")).toBe(403);
});

describe("a relay that listens on loopback", () => {
  const ask = async (host: string, env = {}) => {
    const relay = await startRelay({ file, env, overrides: { listensOnLoopback: true } });
    const headers = { ...(host !== "" && { host }), "x-api-key": key };
    return (await relay.call(beatRequest({ headers }))).statusCode;
  };

  test.each([
    ...["localhost", "localhost:3000", "127.0.0.1:3000", "127.8.9.1", "[::1]:3000", "[::1]"],
    ...["LOCALHOST:3000", "localhost.:3000", "app.localhost:3000", ""],
    ...["[::ffff:127.0.0.1]:3000", "[::ffff:7f00:1]:3000"],
  ])("takes the host %j", async (name) => {
    expect(await ask(name)).toBe(200);
  });

  test.each([
    ...[
      "evil.example:3000",
      "127.0.0.1.evil.example",
      "localhost.evil.example",
      "127.evil.example",
    ],
    ...["[::ffff:10.0.0.1]:3000", "[::ffff:8f00:1]", "::ffff:7f00:1.evil.example"],
    ...["192.168.0.7:3000", "[::2]", "evil-localhost", "::1.evil.example"],
  ])("refuses the host %j, to which a name elsewhere was rebound", async (name) => {
    expect(await ask(name)).toBe(403);
    expect(await ask(name, { RELAY_AUTH: "keys" })).toBe(200);
  });
});
