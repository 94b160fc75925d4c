import { expect, test } from "@jest/globals";
import { createContext } from "../../server/lambda-context.ts";
import { createKey } from "../../dev/key/create-key.ts";
import { RelayError } from "../../lib/heartbeat/relay-error.ts";
import { createHttpHandler } from "../../lib/http/http-handler.ts";
import type { Readiness } from "../../lib/relay/readiness.ts";
import { httpApiEvent } from "../support/events.ts";
import { createHandClock } from "../support/hand-clock.ts";
import { documented } from "../support/openapi/validate-exchange.ts";
import { json, startRelay } from "../support/start-relay.ts";

const keys = { all: createKey(), hook: createKey() };
const file = {
  keys: [
    { name: "all", sha256: keys.all.sha256 },
    { name: "hook", sha256: keys.hook.sha256, hookOnly: true },
  ],
};

/** A relay whose CLS is asked by `check`. */
async function startWith(check: Readiness["check"]) {
  const clock = createHandClock();
  const relay = await startRelay({ file, env: { RELAY_AUTH: "" }, overrides: { clock } });
  const handler = documented(createHttpHandler({ ...relay.services, readiness: { check } }));
  const ask = (key = keys.all.key, method = "GET") =>
    handler(
      httpApiEvent({ method, path: "/readyz", headers: { "x-api-key": key } }),
      createContext("relay", 10_000),
    );
  return { ask, clock, relay };
}

test("a CLS that would take a beat is ready, asked once in 30 seconds, and joined by nobody", async () => {
  let asked = 0;
  const { ask, clock, relay } = await startWith(() => {
    asked += 1;
    return Promise.resolve(undefined);
  });
  const lines = relay.lines.length;
  for (const answer of await Promise.all([ask(), ask(), ask(keys.all.key, "HEAD")])) {
    expect([answer.statusCode, json(answer)]).toEqual([200, { status: "ready" }]);
    expect(answer.headers["Cache-Control"]).toBe("no-store");
  }
  clock.advance(30_000);
  await ask();
  expect(asked).toBe(2);
  expect([relay.emulator.received, relay.counted, relay.lines.slice(lines)]).toEqual([[], [], []]);
});

test("one that would not is the problem that a beat would get without its words, and counts as no beat", async () => {
  const upstream = {
    code: "AuthFailure.SecretIdNotFound",
    message: "of another's logset",
    requestId: "r",
  };
  const { ask, relay } = await startWith(() =>
    Promise.resolve(new RelayError("relay-refused", { upstream, detail: "d" })),
  );
  const answer = await ask();
  expect([answer.statusCode, answer.headers["Content-Type"]]).toEqual([
    424,
    "application/problem+json",
  ]);
  expect(json(answer)).toMatchObject({
    code: "relay-refused",
    detail: "d",
    upstream: {
      code: upstream.code,
      message: "Left out on this route; the doctor shows what CLS says.",
      requestId: "r",
    },
  });
  expect(JSON.stringify(relay.lines)).not.toContain(upstream.message);
  expect(relay.counted).toEqual([]);
  expect(relay.lines.at(-1)).toMatchObject({
    message: "request refused",
    outcome: "relay-refused",
  });
});

test("a used-up rate says what the rate is, as it does for a beat", async () => {
  const upstream = { code: "RequestLimitExceeded", message: "m", requestId: "r" };
  const headers = { "RateLimit-Policy": '"cls";q=20;w=1', RateLimit: '"cls";r=0;t=1' };
  const { ask } = await startWith(() =>
    Promise.resolve(new RelayError("throttled", { upstream, headers })),
  );
  const answer = await ask();
  expect([answer.statusCode, answer.headers["RateLimit-Policy"]]).toEqual([429, '"cls";q=20;w=1']);
});

test("a hang ends at the deadline", async () => {
  const { ask, clock } = await startWith(
    (signal) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => {
          resolve(new RelayError("deadline-exceeded"));
        });
        setImmediate(() => {
          clock.advance(3000);
        });
      }),
  );
  expect((await ask()).statusCode).toBe(504);
});

test("a fault of ours is located in the log", async () => {
  const { ask, relay } = await startWith(() => Promise.reject(new TypeError("a secret")));
  expect((await ask()).statusCode).toBe(500);
  expect(relay.lines.at(-1)).toMatchObject({
    outcome: "internal-error",
    thrown: { name: "TypeError" },
  });
  expect(JSON.stringify(relay.lines)).not.toContain("a secret");
});

test("a key is required, and a hook's key is refused", async () => {
  const { ask } = await startWith(() => Promise.resolve(undefined));
  expect((await ask("wrong")).statusCode).toBe(401);
  expect((await ask(keys.hook.key)).statusCode).toBe(401);
  expect((await ask(keys.all.key, "POST")).headers["Allow"]).toBe("GET, HEAD");
});

test("while the configuration has a fault nothing is ready", async () => {
  const relay = await startRelay({ file, env: { RELAY_AUTH: "", TENCENTCLOUD_REGION: "" } });
  const headers = { "x-api-key": keys.all.key };
  const answer = await relay.call({ method: "GET", path: "/readyz", headers });
  expect([answer.statusCode, json(answer)["code"]]).toEqual([424, "relay-misconfigured"]);
});

test.each<[string, Record<string, string>, object, number]>([
  ["with keys and credentials", {}, file, 200],
  ["without any key in the file", {}, {}, 424],
  ["with keys switched off", { RELAY_AUTH: "none" }, {}, 200],
  ["with a fault in the configuration", { TENCENTCLOUD_REGION: "" }, file, 424],
])("a probe without a key learns whether the relay serves %s", async (_how, env, given, status) => {
  const relay = await startRelay({ file: given, env: { RELAY_AUTH: "", ...env } });
  for (const method of ["GET", "HEAD"]) {
    const answer = await relay.call({ method, path: "/readyz" });
    expect([answer.statusCode, json(answer)]).toMatchObject([
      status,
      status === 200 ? { status: "serving" } : { code: "relay-misconfigured" },
    ]);
  }
  expect(relay.emulator.received).toEqual([]);
});

test.each([{ "x-api-key": "" }, { authorization: "Bearer " }, { authorization: "Basic eDp5" }])(
  "a key that was meant and is empty or of another kind is no probe: %j",
  async (headers) => {
    const relay = await startRelay({ file, env: { RELAY_AUTH: "" } });
    const answer = await relay.call({ method: "GET", path: "/readyz", headers });
    expect(answer.statusCode).toBe(401);
  },
);
