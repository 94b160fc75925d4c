import { describe, expect, test } from "@jest/globals";
import { fronts } from "../support/events.ts";
import { heartbeat, json, startRelay } from "../support/start-relay.ts";

const body = JSON.stringify(heartbeat);

/** A REST API behind a domain that maps `/relay` to it, with a proxy resource. */
const mappedRest = (path: string, method = "GET") => ({
  resource: path === "/" ? "/" : "/{proxy+}",
  path: `/relay${path === "/" ? "" : path}`,
  httpMethod: method,
  headers: {},
  pathParameters: path === "/" ? null : { proxy: path.slice(1).replace(/\/$/, "") },
  requestContext: {
    stage: "prod",
    path: `/relay${path}`,
    domainName: "api.example.com",
    httpMethod: method,
  },
  body: method === "POST" ? body : null,
});

/** An HTTP API behind a domain that maps `/relay` to it, with a greedy route. */
const mappedHttp = (path: string, method = "GET") => ({
  version: "2.0",
  routeKey: "ANY /{proxy+}",
  rawPath: `/relay${path}`,
  rawQueryString: "",
  headers: {},
  pathParameters: { proxy: path.slice(1) },
  requestContext: { stage: "$default", http: { method, path: `/relay${path}` } },
  ...(method === "POST" && { body }),
});

describe("a domain that maps a path is told by API Gateway", () => {
  test.each([
    ["REST", mappedRest],
    ["HTTP", mappedHttp],
  ])("of a %s API", async (_name, toEvent) => {
    const relay = await startRelay();
    expect((await relay.invoke(toEvent("/healthz"))).statusCode).toBe(200);
    expect((await relay.invoke(toEvent("/v1/heartbeats", "POST"))).statusCode).toBe(200);
    expect((await relay.invoke(toEvent("/v1/heartbeats/", "POST"))).statusCode).toBe(200);
    const problem = await relay.invoke(toEvent("/v1/heartbeats"));
    expect(json(problem)).toMatchObject({
      status: 405,
      type: "/relay/problems/method-not-allowed",
    });
    expect(json(await relay.invoke(toEvent("/v1/none")))["type"]).toBe("/relay/problems/not-found");
  });

  test("and its root, which has no proxy", async () => {
    const relay = await startRelay();
    expect((await relay.invoke(mappedRest("/"))).statusCode).toBe(200);
  });

  test.each([
    ["/v1/{proxy+}", { proxy: "heartbeats" }],
    ["/v1/heartbeats", null],
  ])("of a REST API with the resource %s", async (resource, pathParameters) => {
    const relay = await startRelay();
    const event = { ...mappedRest("/v1/heartbeats", "POST"), resource, pathParameters };
    expect((await relay.invoke(event)).statusCode).toBe(200);
    const { body: problem } = await relay.invoke({ ...event, httpMethod: "GET" });
    expect(problem).toContain('"/relay/problems/method-not-allowed"');
  });

  test("of a REST API whose path comes without the mapping", async () => {
    const relay = await startRelay();
    const event = { ...mappedRest("/v1/heartbeats"), path: "/v1/heartbeats" };
    expect(json(await relay.invoke(event))).toMatchObject({
      status: 405,
      type: "/relay/problems/method-not-allowed",
    });
  });
});

describe.each(fronts)("behind %s with RELAY_BASE_PATH", (front, toEvent) => {
  const outer = front === "REST API" ? "/v1" : front === "HTTP API with a stage" ? "/prod" : "";

  test.each(["/relay", "relay/", "/relay/", " /relay "])(
    "as %j the path is taken off",
    async (text) => {
      const relay = await startRelay({ env: { RELAY_BASE_PATH: text } });
      const at = (path: string, method = "GET") =>
        relay.invoke(toEvent({ method, path, ...(method === "POST" && { body }) }));
      for (const path of ["/relay/healthz", "/relay/healthz/", "/healthz", "/relay", "/relay/"]) {
        expect([path, (await at(path)).statusCode]).toEqual([path, 200]);
      }
      expect((await at("/relay/v1/heartbeats", "POST")).statusCode).toBe(200);
      for (const path of [
        "/relayed/healthz",
        "/relay/relay/healthz",
        "/relay/x",
        "/Relay/healthz",
      ]) {
        const answer = await at(path);
        expect([path, answer.statusCode]).toEqual([path, 404]);
      }
      const problem = json(await at("/relay/v1/heartbeats"));
      expect(problem["type"]).toBe(`${outer}/relay/problems/method-not-allowed`);
    },
  );

  test("a front that has taken it off already does no harm, and problems name it all the same", async () => {
    const relay = await startRelay({ env: { RELAY_BASE_PATH: "/a/b" } });
    const answer = await relay.invoke(toEvent({ method: "GET", path: "/v1/heartbeats" }));
    const base = outer === "" ? "/a/b" : outer;
    expect(json(answer)["type"]).toBe(`${base}/problems/method-not-allowed`);
    expect((await relay.invoke(toEvent({ method: "GET", path: "/a/b/healthz" }))).statusCode).toBe(
      200,
    );
  });
});

test.each([
  "/re lay",
  "/relay?x",
  "https://example.com/relay",
  "//relay",
  "/relay/../x",
  "/<relay>",
])("%j is no base path", async (text) => {
  const { services } = await startRelay({ env: { RELAY_BASE_PATH: text } });
  expect(services.config.faults).toMatchObject([{ path: "RELAY_BASE_PATH" }]);
});

test("an empty base path and / alone are no base path", async () => {
  for (const text of ["", " ", "/"]) {
    const { services } = await startRelay({ env: { RELAY_BASE_PATH: text } });
    expect([services.config.faults, services.config.basePath]).toEqual([[], ""]);
  }
});
