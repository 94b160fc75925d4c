import { expect, test } from "@jest/globals";
import { createKey } from "../../dev/key/create-key.ts";
import { errorTable } from "../../lib/heartbeat/error-table.ts";
import { createGate } from "../../server/gate.ts";
import { createCapturedLog } from "../support/captured-log.ts";
import { startDynamo, throttle } from "../support/dynamo.ts";
import { httpApiEvent } from "../support/events.ts";
import { createHandClock } from "../support/hand-clock.ts";
import { documentedCodes, expectedFor } from "../support/tencent-codes.ts";
import { respondWith, startFaultyUpstream } from "../support/faulty-upstream.ts";
import { startFront } from "../support/start-front.ts";
import { beatRequest, credentials, heartbeat, json, startRelay } from "../support/start-relay.ts";
import { expectProblem as holdToRow } from "../support/expect-problem.ts";

const { relay, answerBy } = await startFaultyUpstream();
const produced = new Set<string>();
const expectProblem: typeof holdToRow = async (answering, code) => {
  const problem = await holdToRow(answering, code);
  produced.add(code);
  return problem;
};

test.each([...documentedCodes, "Brand.NewCode", "constructor", "__proto__.x"])(
  "%s over the wire has the status of the table",
  async (code) => {
    answerBy(respondWith({ Error: { Code: code, Message: "no" }, RequestId: "r-1" }));
    const expected = expectedFor(code) ?? "upstream-failed";
    const problem = await expectProblem(relay.call(beatRequest()), expected);
    expect(problem["upstream"]).toEqual({ code, message: "no", requestId: "r-1" });
  },
);

test("a reset before the answer is tried once more, then unreachable", async () => {
  answerBy((response) => response.socket?.resetAndDestroy());
  await expectProblem(relay.call(beatRequest()), "upstream-unreachable");
  expect(relay.counted.at(-1)).toMatchObject({ attempts: 2 });
});

test("a caller who waits no time is told so, and nothing is sent", async () => {
  await expectProblem(
    relay.call(beatRequest({ headers: { prefer: "wait=0" } })),
    "deadline-exceeded",
  );
  expect(relay.counted.at(-1)).toEqual({
    outcome: "deadline-exceeded",
    attempts: 0,
    upstreamMs: 0,
    dropped: true,
  });
});

test("Lambda's own time, less a margin, is a deadline too", async () => {
  await expectProblem(relay.invoke(httpApiEvent(beatRequest()), 200), "deadline-exceeded");
});

test("an acceptance that quotes our own credentials is not accepted", async () => {
  const piece = credentials.secretKey.slice(3, 14);
  for (const content of [
    { RequestId: `r-${piece}`, TopicPartitionsInfo: [] },
    { RequestId: "r-1", TopicPartitionsInfo: [{ TopicID: piece, Partitions: [] }] },
  ]) {
    answerBy(respondWith(content));
    const problem = await expectProblem(relay.call(beatRequest()), "upstream-malformed");
    expect(JSON.stringify([problem, relay.lines])).not.toContain(piece);
  }
});

test.each([
  ["malformed-body", { body: '{"consumer": "a", secret' }],
  ["malformed-body", {}],
  ["malformed-body", { body: " \n" }],
  ["invalid-heartbeat", { body: "[]" }],
  ["invalid-heartbeat", { body: JSON.stringify({ ...heartbeat, Consumer: "x" }) }],
  ["body-too-large", { body: JSON.stringify({ ...heartbeat, consumer: "x".repeat(16_384) }) }],
  ["not-found", { path: "/v1/heartbeats/nothing" }],
  ["method-not-allowed", { method: "DELETE" }],
] as const)("%s comes from the caller's own request", async (code, request) => {
  const problem = await expectProblem(relay.call({ path: "/v1/heartbeats", ...request }), code);
  expect(JSON.stringify([problem, relay.lines])).not.toContain("secret");
});

test("keys that are wrong, narrow or missing altogether", async () => {
  const { key, sha256 } = createKey();
  const narrow = await startRelay({
    env: { RELAY_AUTH: "" },
    file: { keys: [{ name: "k", sha256, consumerGroups: ["other"] }] },
  });
  await expectProblem(narrow.call(beatRequest()), "unauthorized");
  await expectProblem(narrow.call(beatRequest({ headers: { "x-api-key": key } })), "forbidden");
  const keyless = await startRelay({ env: { RELAY_AUTH: "" } });
  await expectProblem(keyless.call(beatRequest()), "relay-misconfigured");
  expect(keyless.lines.at(-1)?.["reason"]).toMatch(/no keys are configured/);
});

test("a fault of ours tells the caller nothing and the log where it was", async () => {
  const faulty = await startRelay({
    overrides: {
      clock: {
        nowMs: () => 0,
        epochMs: () => 0,
        after: () => {
          throw new TypeError("secret detail");
        },
      },
    },
  });
  const problem = await expectProblem(faulty.call(beatRequest()), "internal-error");
  expect(JSON.stringify([problem, faulty.lines])).not.toContain("secret detail");
  expect(faulty.lines.at(-1)).toMatchObject({
    level: "ERROR",
    thrown: {
      name: "TypeError",
      frames: expect.arrayContaining([expect.stringContaining("lib/base/clock.ts")]) as unknown,
    },
  });
});

test("a batch that had no time tells of each heartbeat that it was not attempted", async () => {
  const answering = relay.call({
    path: "/v1/heartbeats:batch",
    headers: { prefer: "wait=0" },
    body: JSON.stringify({ heartbeats: [heartbeat] }),
  });
  const problem = await expectProblem(answering, "batch-incomplete");
  const { status, retryable, title } = errorTable["not-attempted"];
  const result = { code: "not-attempted", status, retryable, title };
  expect(problem["results"]).toMatchObject([result]);
  produced.add("not-attempted");
});

test("a heartbeat that waits is superseded by a newer one of its consumer", async () => {
  const env = { CLS_RATE_PER_SECOND: "2", RELAY_MAX_WAIT_MS: "3000" };
  const slow = await startRelay({ env });
  const holding = (consumer: string, partitions: number[]) => {
    const topics = { "topic-1": partitions };
    return slow.call(beatRequest({ body: JSON.stringify({ ...heartbeat, consumer, topics }) }));
  };
  for (const consumer of ["a", "b"]) await holding(consumer, []);
  const [older, newer] = [holding("c", [0]), holding("c", [1])];
  await expectProblem(older, "superseded");
  expect((await newer).statusCode).toBe(200);
});

test("a consumer gets in no more when the rate carries those who are in and no more", async () => {
  const env = { CLS_RATE_PER_SECOND: "1" };
  const file = { consumerGroups: { orders: { leaseSeconds: 3 } } };
  const full = await startRelay({ env, file });
  const beat = (consumer: string) =>
    full.call(beatRequest({ body: JSON.stringify({ ...heartbeat, consumer }) }));
  for (const consumer of ["a", "b"]) {
    expect((await beat(consumer)).statusCode).toBe(200);
  }
  const answer = await expectProblem(beat("c"), "overloaded");
  expect(answer).toMatchObject({ detail: expect.stringContaining("carry 2 consumers") as unknown });
});

test("a server that has as many requests under way as it may", async () => {
  const { log, lines } = createCapturedLog();
  const port = await startFront(relay, { gate: createGate(0, log) });
  const beat = { method: "POST", body: JSON.stringify(heartbeat) };
  const answer = await fetch(`http://127.0.0.1:${port}/v1/heartbeats`, beat);
  const { headers } = answer;
  const names = ["Content-Type", "Retry-After", "X-Request-Id"];
  const told = Object.fromEntries(names.map((name) => [name, headers.get(name) ?? ""]));
  const toldAnswer = { statusCode: answer.status, headers: told, body: await answer.text() };
  await expectProblem(Promise.resolve(toldAnswer), "relay-busy");
  expect(headers.get("connection")).toBe("close");
  expect(lines).toMatchObject([{ level: "WARN", refused: 1, maxRequests: 0 }]);
});

test("what is asked of consumers has problems of its own", async () => {
  const dynamo = await startDynamo();
  const file = {
    aliases: { "orders-8": { consumer: "orders-8", topics: ["t"], fence: true } },
    defaults: { consumerGroup: "orders", logsetId: heartbeat.logsetId },
  };
  const env = { CLS_RATE_PER_SECOND: "8", ...dynamo.env };
  // By its own clock a busy machine would take too long for the table, and nobody is fenced without it.
  const options = { file, env, overrides: { clock: createHandClock() } };
  const asked = await startRelay(options);
  const get = (path: string) => asked.call({ method: "GET", path });
  const as = (id: string) =>
    asked.call({ path: "/v1/heartbeats/orders-8", headers: { "x-instance-id": id } });
  await expectProblem(get("/v1/consumers/orders/orders-8/live"), "not-alive");
  expect((await as("a")).statusCode).toBe(200);
  await expectProblem(as("b"), "consumer-claimed");
  const elsewhere = { ...heartbeat, consumer: "orders-8", logsetId: "another" };
  await asked.call(beatRequest({ body: JSON.stringify(elsewhere) }));
  const later = await startRelay(options);
  const again = (path: string) => later.call({ method: "GET", path });
  await expectProblem(again("/v1/consumers/orders/orders-8"), "ambiguous-name");
  dynamo.answerBy(throttle);
  const last = await startRelay(options);
  await expectProblem(last.call({ method: "GET", path: "/v1/consumers" }), "ledger-unavailable");
});

test("every row of the table was produced through the socket", () => {
  expect([...produced].sort()).toEqual(Object.keys(errorTable).sort());
});

test("the relay still answers a good beat after all of that", async () => {
  const answer = await relay.call(beatRequest());
  expect([answer.statusCode, json(answer)["consumer"]]).toEqual([200, "orders-1"]);
});
