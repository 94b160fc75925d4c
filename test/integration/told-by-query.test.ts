import { beforeAll, describe, expect, test } from "@jest/globals";
import { createKey } from "../../dev/key/create-key.ts";
import { fronts } from "../support/events.ts";
import { startFront } from "../support/start-front.ts";
import { json, logsetId, startRelay, type TestRelay, topicId } from "../support/start-relay.ts";

const keys = { all: createKey(), hook: createKey() };
const file = {
  keys: [
    { name: "all", sha256: keys.all.sha256 },
    { name: "hook", sha256: keys.hook.sha256, aliases: ["orders-*"], hookOnly: true },
  ],
  aliases: {
    "orders-1": { consumer: "orders-1", topics: [topicId] },
    "orders-get": { consumer: "orders-get", topics: [topicId], allowGet: true },
    "billing-1": { consumer: "billing-1", topics: [topicId] },
  },
  defaults: { consumerGroup: "orders", logsetId },
};

let relay: TestRelay;
beforeAll(async () => {
  relay = await startRelay({ file, env: { RELAY_AUTH: "" } });
});

const hook = `/v1/hooks/${keys.hook.key}`;
const headers = { "x-api-key": keys.all.key };

/** What a request is answered, and leaves. */
async function left(act: () => ReturnType<TestRelay["call"]>) {
  const [sent, lines] = [relay.emulator.received.length, relay.lines.length];
  const answer = await act();
  return {
    status: answer.statusCode,
    answer,
    sent: relay.emulator.received.length - sent,
    lines: relay.lines.slice(lines),
  };
}

describe.each(fronts)("behind %s", (_front, toEvent) => {
  const told = (query: string, more = {}) =>
    left(() => relay.invoke(toEvent({ path: `${hook}/orders-1`, query, ...more })));

  test.each([
    ...["status=down", "state=fail", "success=false", "s=1", "STATUS=Down", "%73tatus=d%6Fwn"],
    ...["exit_code=-1073741510", "error=true", "up=0", "status=%20down", "status=up&ok=0"],
    ...["msg=all+is+well&status=down&ping=", "status=maybe&failed=1", "a&status=down"],
  ])("a query that says ?%s renews nothing, and leaves a warning", async (query) => {
    const { status, answer, sent, lines } = await told(query);
    expect([status, json(answer), sent]).toEqual([202, { renewed: false }, 0]);
    const who = { key: "hook", alias: "orders-1", consumer: "orders-1" };
    expect(lines).toMatchObject([{ level: "WARN", message: "run failed", run: "failed", ...who }]);
  });

  test.each([
    ...[
      "status=up&msg=OK&ping=",
      "msg=down",
      "error=0&failed=false",
      "s=0",
      "x=%&y=%zz",
      "&&",
      "t",
    ],
  ])("a query that says ?%s renews", async (query) => {
    const { status, sent } = await told(query);
    expect([status, sent]).toEqual([200, 1]);
  });

  test("a query that says neither is refused with what is accepted", async () => {
    const { status, answer, sent } = await told("status=maybe&status=&ok=canary&error=0");
    expect([status, sent, json(answer)["code"]]).toEqual([400, 0, "invalid-heartbeat"]);
    expect(json(answer)["errors"]).toEqual([
      { path: "query.status", message: expect.stringContaining("up") },
      { path: "query.ok", message: expect.stringContaining("true") },
    ]);
    expect(answer.body).not.toContain("canary");
  });

  test("a path and a query both have their say, and a failure counts", async () => {
    const path = `${hook}/orders-1`;
    expect((await told("status=down", { path: `${path}/0` })).status).toBe(202);
    expect((await told("status=up", { path: `${path}/1` })).status).toBe(202);
    expect((await told("status=up", { path: `${path}/start` })).lines[0]).toMatchObject({
      run: "started",
    });
    expect((await told("status=down", { path: `${path}/start` })).lines[0]).toMatchObject({
      run: "failed",
    });
    expect((await told("status=up", { path: `${path}/0` })).status).toBe(200);
    expect((await told("status=?", { path: `${path}/0` })).status).toBe(400);
    expect((await told("status=down", { path: `${path}/` })).status).toBe(202);
  });

  test("an alias by GET, and one by a key in a header, say it alike", async () => {
    const get = { method: "GET", path: `${hook}/orders-get` };
    expect((await told("status=down", get)).status).toBe(202);
    expect((await told("status=up", get)).status).toBe(200);
    const byHeader = { path: "/v1/heartbeats/orders-1", headers };
    expect((await told("exit=3", byHeader)).status).toBe(202);
    expect((await told("exit=", byHeader)).status).toBe(400);
    expect((await told("exit=0", byHeader)).status).toBe(200);
  });

  test("a HEAD sends nothing, and is told what a POST would be", async () => {
    const head = { method: "HEAD" };
    expect(await told("status=down", head)).toMatchObject({ status: 204, sent: 0 });
    expect(await told("status=maybe", head)).toMatchObject({ status: 400, sent: 0 });
  });

  test("tells an unknown key nothing more than without a query", async () => {
    for (const query of ["status=down", "status=maybe", "status=up"]) {
      expect((await told(query, { path: "/v1/hooks/wrong/orders-1" })).status).toBe(404);
      expect((await told(query, { path: `${hook}/billing-1` })).status).toBe(404);
      expect((await told(query, { path: "/v1/heartbeats/orders-1" })).status).toBe(401);
    }
  });
});

test("a question mark within a query ends nothing of it, on a socket as at a gateway", async () => {
  const port = await startFront(relay);
  const url = `http://127.0.0.1:${port}${hook}/orders-1`;
  for (const query of ["msg=why?&status=down", "?status=down", "msg=a?b?c&ok=false&x=?"]) {
    const { status } = await fetch(`${url}?${query}`, { method: "POST" });
    expect([query, status]).toEqual([query, 202]);
  }
});

test("the first of two values that fails counts, where the front tells both", async () => {
  const query = "status=down&status=up";
  const path = `${hook}/orders-1`;
  for (const [front, toEvent] of fronts) {
    // These keep the last value only.
    if (front === "ALB" || front === "function URL of SCF") continue;
    expect((await left(() => relay.invoke(toEvent({ path, query })))).status).toBe(202);
  }
});

test("other names are in the log, without values and without what may be a key", async () => {
  const long = "n".repeat(31);
  const query = `msg=canary-1&ping=&${keys.all.key}&${long}=2&a%20b=3&${keys.hook.key}=4`;
  const { lines } = await left(() => relay.call({ path: `${hook}/orders-1`, query }));
  expect(lines).toMatchObject([{ message: "heartbeat renewed", query: ["msg", "ping"] }]);
  const many = Array.from({ length: 30 }, (_, index) => `n${index}`).join("&");
  const more = await left(() => relay.call({ path: `${hook}/orders-1/fail`, query: many }));
  expect(more.lines[0]?.["query"]).toHaveLength(10);
  const text = JSON.stringify(relay.lines);
  for (const secret of ["canary", keys.all.key, keys.hook.key, long]) {
    expect(text).not.toContain(secret);
  }
});
