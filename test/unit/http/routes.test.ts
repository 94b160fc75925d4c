import { describe, expect, test } from "@jest/globals";
import { nowhere } from "../../../lib/http/endpoint.ts";
import { createRouter } from "../../../lib/http/router.ts";
import { createRoutes } from "../../../lib/http/routes.ts";
import { createServices } from "../../../lib/app/create-services.ts";
import { createCapturedLog } from "../../support/captured-log.ts";

const services = createServices({ env: {}, log: createCapturedLog().log });
const route = createRouter(createRoutes(services));
const find = (path: string, stage?: string) =>
  route(path, stage === undefined ? [] : [`/${stage}`]).endpoint;

const health = find("/healthz", undefined);
const ready = find("/readyz", undefined);
const body = find("/v1/heartbeats", undefined);

/** What can be seen of an endpoint from outside: whether it beats, and the key that its path brings. */
const seen = (path: string, stage?: string) => {
  const { beats, key } = find(path, stage);
  return [beats, key?.takesHookKeys, key?.presented({ "x-api-key": "by header" })];
};
const byHeader = [true, false, "by header"];
const byPath = [true, true, "key"];

test.each([
  ["/v1/heartbeats", byHeader],
  ["/v1/heartbeats/orders-1", byHeader],
  ["/v1/heartbeats/orders%2D1", byHeader],
  ["/v1/heartbeats/a%2Fb", byHeader],
  ["/v1/heartbeats/%zz", byHeader],
  ["/v1/heartbeats/constructor", byHeader],
  ["/v1/heartbeats/orders-1/0", byHeader],
  ["/v1/hooks/key/orders-1", byPath],
  ["/v1/hooks/k%65y/orders-1", byPath],
  ["/v1/hooks/key/orders-1/0", byPath],
  ["/v1/hooks/key/fail", byPath],
  ["/%761/hooks/key/orders-1/%30", byPath],
])("%s beats, with a slash at the end and without", (path, endpoint) => {
  expect(seen(path)).toEqual(endpoint);
  expect(seen(`${path}/`)).toEqual(endpoint);
  expect(find(path, undefined)).toMatchObject({ methods: ["HEAD", "POST"] });
});

test.each(["1", "255", "fail", "start", "log"])("a run told by /%s does not", (run) => {
  expect(seen(`/v1/heartbeats/orders-1/${run}`)).toEqual([false, ...byHeader.slice(1)]);
  expect(seen(`/v1/hooks/key/orders-1/${run}/`)).toEqual([false, ...byPath.slice(1)]);
});

test("the root and the batch are beats with a key, at their own paths only", () => {
  for (const path of ["/", "/v1/heartbeats:batch", "/v1/heartbeats%3Abatch/"]) {
    const { beats, key, methods } = find(path, undefined);
    expect([beats, key?.takesHookKeys, methods]).toEqual([true, false, ["POST"]]);
  }
  expect(find("/v1/heartbeats:batches", undefined)).toBe(nowhere);
});

test("health needs no key, and readiness does", () => {
  expect(health).toMatchObject({ methods: ["GET", "HEAD"], beats: false });
  expect(health).not.toHaveProperty("key");
  expect(find("/healthz/", undefined)).toBe(health);
  expect(ready).toMatchObject({ methods: ["GET", "HEAD"], beats: false });
  expect(ready.key?.takesHookKeys).toBe(false);
});

test.each([
  ...["", "//", "/v1", "/v1/", "/v1/heartbeat", "/v2/heartbeats", "/V1/heartbeats"],
  ...["v1/heartbeats", "//v1/heartbeats", "/v1//heartbeats", "/v1/heartbeats//"],
  ...["/v1/heartbeats/a/b", "/v1/heartbeats/a/b/c", "/v1/heartbeats/a//", "/v1/heartbeats/a/0/0"],
  ...["/v1/hooks", "/v1/hooks/key", "/v1/hooks/key/", "/v1/hooks//alias", "/v1/hooks/key//"],
  ...["/v1/hooks/key/alias/more", "/v1/hooks/key/alias//", "/v1/hooks/key/alias/00"],
  ...["/healthz/x", "/x/healthz", "/v1/healthz", "/readyz/x", "/prod/v1/heartbeats"],
  ...["/v1/heartbeats?x", "/__proto__", "/constructor"],
])("there is nothing at %j, whatever the method", (path) => {
  const found = find(path, undefined);
  expect(found).toBe(nowhere);
  expect(found).not.toHaveProperty("methods");
});

describe("a stage", () => {
  test("may stand before the path, or not", () => {
    expect(find("/prod/v1/heartbeats", "prod")).toBe(body);
    expect(find("/v1/heartbeats", "prod")).toBe(body);
    expect(seen("/prod/v1/hooks/key/a", "prod")).toEqual(byPath);
    expect(find("/prod/healthz", "prod")).toBe(health);
    for (const path of ["/prod", "/prod/"]) expect(find(path, "prod")).toBe(find("/"));
  });

  test("called v1 does not swallow the beginning of the path", () => {
    expect(find("/v1/heartbeats", "v1")).toBe(body);
    expect(seen("/v1/v1/heartbeats/a", "v1")).toEqual(byHeader);
    expect(find("/v1/healthz", "v1")).toBe(health);
  });

  test.each([
    ["/production/v1/heartbeats", "prod"],
    ["/prod/prod/v1/heartbeats", "prod"],
    ["/prodx", "prod"],
    ["/v1/prod/heartbeats", "prod"],
  ])("%s at the stage %s is nothing", (path, stage) => {
    expect(find(path, stage)).toBe(nowhere);
  });
});
