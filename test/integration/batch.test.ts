import { describe, expect, test } from "@jest/globals";
import { createKey } from "../../dev/key/create-key.ts";
import { batchOf, beat, beats, file, resultsOf } from "../support/batch.ts";
import { fronts, httpApiEvent } from "../support/events.ts";
import { json, startRelay, type TestRelay, topicId } from "../support/start-relay.ts";

/** Answers for some consumers as a fault of CLS. */
async function startRefusing(codes: Readonly<Record<string, string>>): Promise<TestRelay> {
  return startRelay({
    file,
    emulator: {
      intercept(_request, response, body) {
        const { Consumer = "" } = JSON.parse(body.toString()) as { readonly Consumer?: string };
        const code = codes[Consumer];
        if (code === undefined) return false;
        const Error = { Code: code, Message: "no" };
        response.writeHead(200, { "Content-Type": "application/json" });
        response.end(JSON.stringify({ Response: { Error, RequestId: "r" } }));
        return true;
      },
    },
  });
}

describe.each(fronts)("behind %s", (_name, toEvent) => {
  test("a batch is answered with the results in its order", async () => {
    const relay = await startRelay({ file });
    const entries = [beat("b"), { alias: "orders-1" }, beat("a", { [topicId]: [1] })];
    const answer = await relay.invoke(toEvent(batchOf(entries)));
    expect(answer.statusCode).toBe(200);
    const results = resultsOf(answer);
    expect(results.map(({ status, consumer }) => [status, consumer])).toEqual([
      [200, "b"],
      [200, "orders-1"],
      [200, "a"],
    ]);
    const alone = json(await relay.call({ path: "/v1/heartbeats/orders-1" }));
    expect(Object.keys(results[1] ?? {})).toEqual(["status", ...Object.keys(alone)]);
  });
});

test("every beat of a batch that was sent has its own line, count and id, by which Tencent sees it too", async () => {
  const relay = await startRefusing({ b: "ResourceNotFound" });
  const before = relay.lines.length;
  const headers = { "x-request-id": "my-batch" };
  const entries = [beat("a"), beat("b"), { alias: "orders-1" }, { alias: "nothing" }];
  const answer = await relay.call(batchOf(entries, { headers }));
  expect(answer.headers["X-Request-Id"]).toBe("my-batch");
  expect(resultsOf(answer).map(({ status, instance }) => [status, instance])).toEqual([
    [200, undefined],
    [422, "urn:request:my-batch.1"],
    [200, undefined],
    [404, "urn:request:my-batch"],
  ]);
  const lines = relay.lines.slice(before).filter(({ source }) => source === "http");
  const told = lines.map(({ requestId, consumer, alias, outcome, key }) =>
    JSON.stringify([requestId, consumer, alias, outcome, key]),
  );
  expect(told.toSorted()).toEqual(
    [
      ["my-batch.0", "a", undefined, "renewed", "none"],
      ["my-batch.1", "b", undefined, "heartbeat-rejected", "none"],
      ["my-batch.2", "orders-1", "orders-1", "renewed", "none"],
    ].map((line) => JSON.stringify(line)),
  );
  expect(new Set(lines.map(({ invocationId }) => invocationId)).size).toBe(1);
  expect(relay.counted).toHaveLength(3);
  const traces = relay.emulator.received.map(({ headers: got }) => got["x-tc-traceid"]);
  expect(traces.toSorted()).toEqual(["my-batch.0", "my-batch.2"]);
});

test("a long id leaves room for the number of the beat", async () => {
  const relay = await startRelay({ file });
  await relay.call(batchOf([beat("a")], { headers: { "x-request-id": "i".repeat(64) } }));
  expect(relay.lines.at(-1)).toMatchObject({ requestId: `${"i".repeat(60)}.0` });
});

describe("a batch that is not renewed as a whole", () => {
  test.each([
    ["where sending again may help", { b: "ResourceNotFound", c: "InternalError" }, 502, true],
    ["where it cannot", { b: "ResourceNotFound", c: "AuthFailure" }, 422, false],
  ])("%s", async (_name, codes, status, retryable) => {
    const relay = await startRefusing(codes);
    const answer = await relay.call(batchOf([beat("a"), beat("b"), beat("c")]));
    expect([answer.statusCode, answer.headers["Content-Type"]]).toEqual([
      status,
      "application/problem+json",
    ]);
    expect(json(answer)).toMatchObject({
      code: "batch-incomplete",
      status,
      retryable,
      detail: "2 of 3 heartbeats were not renewed; results says which, and why.",
      results: [
        { status: 200, consumer: "a" },
        { status: 422, code: "heartbeat-rejected", upstream: { code: "ResourceNotFound" } },
        { status: retryable ? 502 : 424, upstream: { code: codes.c } },
      ],
    });
  });

  test("by its scopes alone", async () => {
    const { key, sha256 } = createKey();
    const relay = await startRelay({
      env: { RELAY_AUTH: "" },
      file: { ...file, keys: [{ name: "narrow", sha256, aliases: ["orders-*"] }] },
    });
    const headers = { "x-api-key": key };
    const entries = [{ alias: "billing-1" }, { alias: "orders-1" }, beat("a")];
    const answer = await relay.call(batchOf(entries, { headers }));
    expect(answer.statusCode).toBe(422);
    expect(resultsOf(answer).map(({ status }) => status)).toEqual([403, 200, 403]);
    expect(relay.emulator.received).toHaveLength(1);
  });
});

describe("the time of a batch", () => {
  test("is the host's where that is less", async () => {
    const relay = await startRelay({ file });
    // Just what is kept for the answer.
    const answer = await relay.invoke(httpApiEvent(batchOf([beat("a")])), 250);
    expect(resultsOf(answer)).toMatchObject([{ status: 504, code: "not-attempted" }]);
    expect(relay.emulator.received).toHaveLength(0);
    expect(relay.counted).toMatchObject([{ outcome: "not-attempted", attempts: 0 }]);
  });

  test("is the caller's where that is less", async () => {
    const relay = await startRelay({ file });
    const answer = await relay.call(batchOf([beat("a")], { headers: { prefer: "wait=0" } }));
    expect(resultsOf(answer)).toMatchObject([{ code: "not-attempted" }]);
    expect(relay.emulator.received).toHaveLength(0);
  });

  test("does not make a call longer than a beat's own, and a beat that was sent was attempted", async () => {
    const relay = await startRelay({
      file,
      env: { RELAY_DEADLINE_MS: "100" },
      emulator: { intercept: () => true },
    });
    const answer = await relay.call(batchOf([beat("a")]));
    expect(resultsOf(answer)).toMatchObject([{ status: 504, code: "deadline-exceeded" }]);
    // Far from the batch's own end, which is 9.75 s away.
    expect(relay.counted.at(-1)?.upstreamMs).toBeLessThan(5000);
  });

  test("paces a batch that is larger than what may wait alone", async () => {
    const env = { CLS_RATE_PER_SECOND: "100", RELAY_MAX_WAIT_MS: "0" };
    const relay = await startRelay({ file, env });
    const answer = await relay.call(batchOf(beats(20)));
    expect([answer.statusCode, relay.emulator.received.length]).toEqual([200, 20]);
  });
});

test("a hundred heartbeats of a kilobyte and more are one body", async () => {
  const relay = await startRelay({ file });
  const entries = beats(100).map((entry, index) => ({
    ...entry,
    topics: {
      [`${"t".repeat(240)}${index}`]: Array.from({ length: 400 }, (_, partition) => partition),
    },
  }));
  const answer = await relay.call(batchOf(entries));
  expect([answer.statusCode, resultsOf(answer).length]).toEqual([200, 100]);
});

test("a fault of ours in one beat stops none of the others", async () => {
  let isFirst = true;
  const random = () => {
    if (!isFirst) return 0.5;
    isFirst = false;
    throw new TypeError("secret detail");
  };
  const relay = await startRelay({ file, overrides: { random } });
  const answer = await relay.call(batchOf([beat("a"), beat("b")]));
  expect(
    resultsOf(answer)
      .map(({ status }) => status)
      .toSorted(),
  ).toEqual([200, 500]);
  expect(JSON.stringify([answer, relay.lines])).not.toContain("secret detail");
});
