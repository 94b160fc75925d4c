import { describe, expect, test } from "@jest/globals";
import { findRoute, type Route } from "../../../lib/http/routes.ts";

const beats: readonly (readonly [string, Route])[] = [
  ["/v1/heartbeats", { name: "heartbeats" }],
  ["/v1/heartbeats/", { name: "heartbeats" }],
  ["/v1/heartbeats/orders-1", { name: "alias", alias: "orders-1" }],
  ["/v1/heartbeats/orders-1/", { name: "alias", alias: "orders-1" }],
  ["/v1/heartbeats/orders%2D1", { name: "alias", alias: "orders-1" }],
  ["/v1/heartbeats/a%2Fb", { name: "alias", alias: "a/b" }],
  ["/v1/heartbeats/%zz", { name: "alias", alias: "%zz" }],
  ["/v1/heartbeats/constructor", { name: "alias", alias: "constructor" }],
  ["/v1/hooks/key/orders-1", { name: "hook", key: "key", alias: "orders-1" }],
];

test.each(beats)("POST %s is %j", (path, route) => {
  expect(findRoute("POST", path, undefined)).toEqual(route);
});

describe("the method", () => {
  test.each(["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "post", ""])(
    "%j never beats",
    (method) => {
      for (const [path] of beats) {
        expect(() => findRoute(method, path, undefined)).toThrow(
          expect.objectContaining({
            code: "method-not-allowed",
            headers: { Allow: "POST" },
            detail: "This path takes POST.",
          }),
        );
      }
    },
  );

  test("health is for reading", () => {
    expect(findRoute("GET", "/healthz", undefined)).toEqual({ name: "health" });
    expect(findRoute("HEAD", "/healthz/", undefined)).toEqual({ name: "health" });
    expect(() => findRoute("POST", "/healthz", undefined)).toThrow(
      expect.objectContaining({ code: "method-not-allowed", headers: { Allow: "GET, HEAD" } }),
    );
  });
});

test.each([
  ...["", "/", "//", "/v1", "/v1/", "/v1/heartbeat", "/v2/heartbeats", "/V1/heartbeats"],
  ...["v1/heartbeats", "//v1/heartbeats", "/v1//heartbeats", "/v1/heartbeats/a/b"],
  ...["/v1/heartbeats/a/b/c", "/v1/hooks", "/v1/hooks/key", "/v1/hooks/key/", "/v1/hooks//alias"],
  ...["/v1/hooks/key/alias/more", "/healthz/x", "/x/healthz", "/v1/healthz", "/prod/v1/heartbeats"],
  ...["/v1/heartbeats?x", "/__proto__", "/constructor"],
])("there is nothing at %j, whatever the method", (path) => {
  for (const method of ["GET", "POST"]) {
    expect(() => findRoute(method, path, undefined)).toThrow(
      expect.objectContaining({ code: "not-found", headers: {} }),
    );
  }
});

describe("a stage", () => {
  test.each<[string, string, Route]>([
    ["/prod/v1/heartbeats", "prod", { name: "heartbeats" }],
    ["/prod/v1/hooks/k/a", "prod", { name: "hook", key: "k", alias: "a" }],
    ["/v1/heartbeats", "prod", { name: "heartbeats" }],
    ["/v1/heartbeats", "v1", { name: "heartbeats" }],
    ["/v1/v1/heartbeats/a", "v1", { name: "alias", alias: "a" }],
  ])("%s at the stage %s", (path, stage, route) => {
    expect(findRoute("POST", path, stage)).toEqual(route);
  });

  test("before the path of health", () => {
    expect(findRoute("GET", "/v1/healthz", "v1")).toEqual({ name: "health" });
  });

  test.each([
    ["/production/v1/heartbeats", "prod"],
    ["/prod/prod/v1/heartbeats", "prod"],
    ["/prod", "prod"],
    ["/v1/prod/heartbeats", "prod"],
  ])("%s at the stage %s is nothing", (path, stage) => {
    expect(() => findRoute("POST", path, stage)).toThrow(
      expect.objectContaining({ code: "not-found" }),
    );
  });
});
