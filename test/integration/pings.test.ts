import { beforeAll, describe, expect, test } from "@jest/globals";
import { createKey } from "../../dev/key/create-key.ts";
import { fronts } from "../support/events.ts";
import { json, logsetId, startRelay, type TestRelay, topicId } from "../support/start-relay.ts";

const keys = { all: createKey(), hook: createKey(), orders: createKey() };
const preset = (consumer: string, more = {}) => ({ consumer, topics: [topicId], ...more });
const file = {
  keys: [
    { name: "all", sha256: keys.all.sha256 },
    { name: "hook", sha256: keys.hook.sha256, aliases: ["orders-*"], hookOnly: true },
    { name: "orders", sha256: keys.orders.sha256, aliases: ["orders-*"] },
  ],
  aliases: {
    "orders-1": preset("orders-1"),
    "orders-get": preset("orders-get", { allowGet: true }),
    "billing-1": preset("billing-1"),
  },
  defaults: { consumerGroup: "orders", logsetId },
};
const canary = "canary-of-a-log";

let relay: TestRelay;
beforeAll(async () => {
  relay = await startRelay({ file, env: { RELAY_AUTH: "" } });
});

const hook = `/v1/hooks/${keys.hook.key}`;
const bearer = (key: { key: string } = keys.all) => ({ authorization: `Bearer ${key.key}` });
const ask = (method: string, path: string, headers = {}, body?: string) =>
  relay.call({ method, path, headers, ...(body !== undefined && { body }) });

/** What `act` leaves: how many heartbeats were sent and counted, and the lines of the log. */
async function left<T>(act: () => Promise<T>) {
  const [sent, counted, lines] = [relay.emulator.received, relay.counted, relay.lines];
  const before = [sent.length, counted.length, lines.length] as const;
  const result = await act();
  return {
    result,
    sent: sent.length - before[0],
    counted: counted.length - before[1],
    lines: lines.slice(before[2]),
  };
}
const nothingSent = { sent: 0, counted: 0 };

describe("a HEAD checks and sends nothing", () => {
  test.each<[string, string, object, number]>([
    ["a key", "/v1/heartbeats", bearer(), 204],
    ["a key for aliases on raw beats", "/v1/heartbeats", bearer(keys.orders), 403],
    ["no key", "/v1/heartbeats", {}, 401],
    ["an alias", "/v1/heartbeats/orders-1/", bearer(keys.orders), 204],
    ["an alias and no key", "/v1/heartbeats/orders-1", {}, 401],
    ["an alias out of scope", "/v1/heartbeats/billing-1", bearer(keys.orders), 403],
    ["an unknown alias", "/v1/heartbeats/nothing", bearer(), 404],
    ["a hook", `${hook}/orders-1`, {}, 204],
    ["a hook that tells of a run", `${hook}/orders-1/1`, {}, 204],
    ["a hook out of scope", `${hook}/billing-1`, {}, 404],
    ["a hook with a wrong key", "/v1/hooks/wrong/orders-1", {}, 404],
  ])("%s at %s", async (_name, path, headers, status) => {
    const { result, lines, ...rest } = await left(() => ask("HEAD", path, headers));
    expect([result.statusCode, rest]).toEqual([status, nothingSent]);
    if (status === 204) expect(result.body).toBe("");
    expect(lines).toMatchObject([
      status === 204
        ? { level: "INFO", message: "checked, nothing sent" }
        : { level: "WARN", message: "request refused", outcome: json(result)["code"] },
    ]);
    expect(lines[0]).not.toHaveProperty("source");
  });
});

describe.each(fronts)("behind %s a run that is told by the path", (_front, toEvent) => {
  const tell = (run: string, body?: string) =>
    relay.invoke(toEvent({ path: `${hook}/orders-1/${run}`, ...(body && { body }) }));

  test("beats when it succeeded, whatever it has written", async () => {
    const { result, sent, counted } = await left(() => tell("0", `{"topics": ${canary}`));
    expect([result.statusCode, sent, counted]).toEqual([200, 1, 1]);
    expect(relay.emulator.received.at(-1)?.body).toMatchObject({ Consumer: "orders-1" });
  });

  test.each([
    ["1", "WARN", { run: "failed", exitCode: 1, message: "run failed" }],
    ["255", "WARN", { run: "failed", exitCode: 255 }],
    ["4294967295", "WARN", { run: "failed", exitCode: 4294967295 }],
    ["-1073741510", "WARN", { run: "failed", exitCode: -1073741510 }],
    ["fail", "WARN", { run: "failed" }],
    ["start", "INFO", { run: "started", message: "run started" }],
    ["log", "INFO", { run: "logged" }],
  ])("and renews nothing when it is /%s", async (run, level, fields) => {
    const { result, lines, ...rest } = await left(() => tell(run, canary.repeat(10_000)));
    expect([result.statusCode, json(result)]).toEqual([202, { renewed: false }]);
    expect(rest).toEqual(nothingSent);
    const who = { key: "hook", alias: "orders-1", consumer: "orders-1" };
    expect(lines).toMatchObject([{ level, ...who, ...fields }]);
    expect("exitCode" in (lines[0] ?? {})).toBe("exitCode" in fields);
  });
});

describe("a run on the route of an alias", () => {
  test("is told alike, with a key in a header", async () => {
    expect((await ask("POST", "/v1/heartbeats/orders-1/0", bearer())).statusCode).toBe(200);
    expect((await ask("POST", "/v1/heartbeats/orders-1/2/", bearer())).statusCode).toBe(202);
  });

  test.each([
    ["/v1/heartbeats/orders-1/fail", {}, 401],
    ["/v1/heartbeats/billing-1/fail", bearer(keys.orders), 403],
    ["/v1/heartbeats/nothing/fail", bearer(), 404],
    ["/v1/hooks/wrong/orders-1/fail", {}, 404],
    [`${hook}/billing-1/fail`, {}, 404],
    ["/v1/heartbeats/orders-1/00", bearer(), 404],
  ])("is refused at %s as a beat would be, and counts as none", async (path, headers, status) => {
    const { result, lines, ...rest } = await left(() => ask("POST", path, headers));
    expect([result.statusCode, rest]).toEqual([status, nothingSent]);
    expect(lines).toMatchObject([{ message: "request refused" }]);
  });
});

describe("a GET", () => {
  test("beats where the alias allows it, with its runs", async () => {
    for (const path of [`${hook}/orders-get`, `${hook}/orders-get/0`]) {
      const { result, sent } = await left(() => ask("GET", path));
      expect([result.statusCode, sent]).toEqual([200, 1]);
    }
    const { result, sent } = await left(() => ask("GET", `${hook}/orders-get/3`));
    expect([result.statusCode, sent]).toEqual([202, 0]);
  });

  test.each([
    ["/v1/heartbeats", bearer()],
    ["/v1/heartbeats/orders-1", bearer()],
    [`${hook}/orders-1`, {}],
    [`${hook}/orders-1/fail`, {}],
  ])("is not allowed at %s, and counts as no beat", async (path, headers) => {
    const { result, ...rest } = await left(() => ask("GET", path, headers));
    expect([result.statusCode, result.headers["Allow"]]).toEqual([405, "HEAD, POST"]);
    expect(rest).toMatchObject(nothingSent);
    if (path !== "/v1/heartbeats") expect(json(result)["detail"]).toContain('"allowGet": true');
  });

  test("with a wrong key learns nothing of the alias", async () => {
    expect((await ask("GET", "/v1/hooks/wrong/orders-get")).statusCode).toBe(404);
    expect((await ask("GET", "/v1/heartbeats/orders-1")).statusCode).toBe(401);
  });

  test.each([
    ["", { "sec-purpose": "prefetch;prerender" }],
    ["/0", { "X-Moz": "prefetch" }],
    ["/fail", { "User-Agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)" }],
  ])("that nobody asked for (%s %j) sends nothing and is refused", async (run, headers) => {
    const { result, sent } = await left(() => ask("GET", `${hook}/orders-get${run}`, headers));
    expect([result.statusCode, json(result)["code"], sent]).toEqual([403, "forbidden", 0]);
  });

  test("is the real thing: a POST beats, whatever program sends it", async () => {
    const headers = { "user-agent": "Slackbot 1.0", purpose: "prefetch" };
    expect((await ask("POST", `${hook}/orders-1`, headers)).statusCode).toBe(200);
  });
});

test("another method is not allowed, before anything is known of key and alias", async () => {
  for (const method of ["PUT", "PATCH", "DELETE", "OPTIONS", "post", ""]) {
    for (const path of ["/v1/heartbeats", "/v1/heartbeats/nothing", "/v1/hooks/wrong/nothing/0"]) {
      const answer = await ask(method, path);
      expect([answer.statusCode, answer.headers["Allow"]]).toEqual([405, "HEAD, POST"]);
      expect(json(answer)["detail"]).toBe("This path takes HEAD, POST.");
    }
  }
});

test("a relay that is misconfigured tells a HEAD so, and notes a failed run all the same", async () => {
  const broken = await startRelay({ file, env: { RELAY_AUTH: "", TENCENTCLOUD_REGION: "" } });
  const at = async (method: string, path: string) =>
    (await broken.call({ method, path, headers: bearer() })).statusCode;
  expect(await at("HEAD", "/v1/heartbeats")).toBe(424);
  expect(await at("HEAD", "/v1/heartbeats/orders-1")).toBe(424);
  expect(await at("POST", "/v1/heartbeats/orders-1/1")).toBe(202);
});

test("no line holds a key, a path, or what a run has written", () => {
  const text = JSON.stringify(relay.lines);
  for (const { key } of Object.values(keys)) expect(text).not.toContain(key);
  expect(text).not.toContain("/v1/");
  expect(text).not.toContain(canary);
});
