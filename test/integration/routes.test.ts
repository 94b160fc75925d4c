import { beforeAll, describe, expect, test } from "@jest/globals";
import { createContext } from "../../server/lambda-context.ts";
import { createHttpHandler } from "../../lib/http/http-handler.ts";
import { createKey } from "../../dev/key/create-key.ts";
import { version } from "../../lib/base/version.ts";
import { fronts, httpApiEvent } from "../support/events.ts";
import { documented } from "../support/openapi/validate-exchange.ts";
import { beatRequest, json, startRelay, type TestRelay, topicId } from "../support/start-relay.ts";

const key = createKey();
const bearer = { authorization: `Bearer ${key.key}` };

let relay: TestRelay;
beforeAll(async () => {
  const file = { keys: [{ name: "all", sha256: key.sha256 }] };
  relay = await startRelay({ file, env: { RELAY_AUTH: "" } });
});

describe.each(fronts)("behind %s", (name, toEvent) => {
  test("a heartbeat is answered with its assignment", async () => {
    const answer = await relay.invoke(
      toEvent(
        beatRequest({
          headers: { Authorization: `bearer ${key.key}`, "X-Request-Id": "my.id-1" },
        }),
      ),
    );
    expect(answer.statusCode).toBe(200);
    expect(json(answer)).toMatchObject({
      consumerGroup: "orders",
      consumer: "orders-1",
      topics: { [topicId]: [1, 2, 3, 4] },
    });
    expect(answer.headers["X-Request-Id"]).toBe("my.id-1");
    expect(answer.multiValueHeaders?.["X-Request-Id"]).toEqual(
      name === "ALB with multi-value headers" ? ["my.id-1"] : undefined,
    );
    expect(relay.emulator.received.at(-1)?.headers["x-tc-traceid"]).toBe("my.id-1");
  });

  test("a beat by GET is refused and nothing is sent", async () => {
    const before = relay.emulator.received.length;
    const answer = await relay.invoke(toEvent(beatRequest({ method: "GET", headers: bearer })));
    expect([answer.statusCode, answer.headers["Allow"]]).toEqual([405, "HEAD, POST"]);
    expect(relay.emulator.received.length).toBe(before);
  });

  test("the health check needs no key and calls nobody", async () => {
    const before = relay.emulator.received.length;
    const answer = await relay.invoke(toEvent({ method: "GET", path: "/healthz" }));
    expect([answer.statusCode, json(answer)]).toEqual([200, { status: "ok", version }]);
    expect(relay.emulator.received.length).toBe(before);
  });
});

test.each([
  "/",
  "/v1",
  "/v1/",
  "/v2/heartbeats",
  "/v1/heartbeats/a/b",
  "/v1/hooks/a",
  "/v1/hooks/a/b/c",
  "/healthz/x",
  "",
])("%j is no path", async (path) => {
  const answer = await relay.call({ path, headers: bearer });
  expect([answer.statusCode, json(answer)["code"]]).toEqual([404, "not-found"]);
});

test.each([undefined, null, 3, "text", {}, { Records: [] }])(
  "an event that is no request (%j) finds no route",
  async (event) => {
    expect((await relay.invoke(event)).statusCode).toBe(404);
  },
);

test("a stage called v1 does not swallow the beginning of the path", async () => {
  const event = {
    ...httpApiEvent(beatRequest({ headers: bearer })),
    requestContext: { stage: "v1", http: { method: "POST" } },
  };
  expect((await relay.invoke(event)).statusCode).toBe(200);
});

test("an id that is not short and plain is replaced by ours", async () => {
  for (const offered of ["has spaces", "a".repeat(65), "a\nb", "ä", ""]) {
    const headers = { "x-request-id": offered };
    const answer = await relay.call({ method: "GET", path: "/healthz", headers });
    expect(answer.headers["X-Request-Id"]).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test("a host that names no invocation gets an id made", async () => {
  const handler = documented(createHttpHandler(relay.services));
  const event = httpApiEvent({ method: "GET", path: "/healthz" });
  const answer = await handler(event, { ...createContext("relay", 1000), awsRequestId: "" });
  expect(answer.headers["X-Request-Id"]).toMatch(/^[0-9a-f-]{36}$/);
});
