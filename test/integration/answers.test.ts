import { expect, test } from "@jest/globals";
import {
  beatRequest,
  heartbeat,
  json,
  logsetId,
  startRelay,
  topicId,
} from "../support/start-relay.ts";

test("the example on Tencent's page is accepted unchanged", async () => {
  const relay = await startRelay();
  const example = {
    ConsumerGroup: "test-123",
    Consumer: "test-123-1",
    LogsetId: logsetId,
    TopicPartitionsInfo: [{ TopicID: logsetId, Partitions: [1] }],
  };
  const answer = await relay.call(beatRequest({ body: JSON.stringify(example, null, 2) }));
  expect(json(answer)).toMatchObject({
    consumerGroup: "test-123",
    consumer: "test-123-1",
    logsetId,
    topics: { [logsetId]: [1, 2, 3, 4] },
    added: { [logsetId]: [2, 3, 4] },
    revoked: {},
  });
  expect(relay.emulator.received[0]?.body).toEqual(example);
});

test("a second consumer gets partitions after the first one was told of it and has let go of them", async () => {
  const relay = await startRelay();
  const beat = async (consumer: string, topics: object) =>
    json(
      await relay.call(beatRequest({ body: JSON.stringify({ ...heartbeat, consumer, topics }) })),
    );
  const first = await beat("orders-1", [topicId]);
  expect(first).toMatchObject({ topics: { [topicId]: [1, 2, 3, 4] }, revoked: {} });
  expect(await beat("orders-2", [topicId])).toMatchObject({ topics: { [topicId]: [] } });
  const again = await beat("orders-1", first["topics"] as object);
  const moved = (again["revoked"] as Record<string, number[]>)[topicId];
  expect(moved).toHaveLength(2);
  expect(again).toMatchObject({ added: {}, sendNext: first["topics"] });
  await beat("orders-1", again["topics"] as object);
  const second = await beat("orders-2", [topicId]);
  expect(second).toMatchObject({ topics: { [topicId]: moved }, added: { [topicId]: moved } });
});

test("partition strategy travels, and the first heartbeat's empty list does", async () => {
  const relay = await startRelay();
  await relay.call(
    beatRequest({
      body: JSON.stringify({ ...heartbeat, topics: [topicId], partitionStrategy: 2 }),
    }),
  );
  expect(relay.emulator.received[0]?.body).toMatchObject({
    TopicPartitionsInfo: [{ TopicID: topicId, Partitions: [] }],
    PartitionStrategy: 2,
  });
});

test.each([
  ["null lists", '{"Response":{"RequestId":"r","TopicPartitionsInfo":null}}'],
  ["no lists", '{"Response":{"RequestId":"r"}}'],
  [
    "null fields",
    '{"Response":{"RequestId":"r","TopicPartitionsInfo":[{"TopicID":null,"Partitions":null}]}}',
  ],
  [
    "a null list of partitions",
    `{"Response":{"RequestId":"r","TopicPartitionsInfo":[{"TopicID":"${topicId}","Partitions":null}]}}`,
  ],
])(
  "an acceptance with %s is an assignment of nothing that keeps the topic",
  async (_name, body) => {
    const relay = await startRelay({
      emulator: { intercept: (_request, response) => response.end(body) === response },
    });
    const answer = await relay.call(
      beatRequest({ body: JSON.stringify({ ...heartbeat, topics: { [topicId]: [1] } }) }),
    );
    expect(answer.statusCode).toBe(200);
    expect(json(answer)).toMatchObject({
      topics: { [topicId]: [] },
      added: {},
      revoked: { [topicId]: [1] },
      requestId: "r",
    });
  },
);

test("a topic of any name keeps its partitions in the answer", async () => {
  const body =
    '{"Response":{"RequestId":"r","TopicPartitionsInfo":[{"TopicID":"__proto__","Partitions":[7]}]}}';
  const relay = await startRelay({
    emulator: { intercept: (_request, response) => response.end(body) === response },
  });
  expect((await relay.call(beatRequest())).body).toContain('"__proto__":[7]');
});

test.each([
  [{}, 200, "application/json"],
  [{ accept: "text/plain" }, 200, "text/plain; charset=utf-8"],
  [{ accept: "application/json, text/plain, */*" }, 200, "application/json"],
  [{ accept: "*/*" }, 200, "application/json"],
  [{ accept: "text/plain, application/json;q=0.5" }, 200, "text/plain; charset=utf-8"],
  [{ prefer: "return=minimal", accept: "text/plain" }, 204, undefined],
])("%j is answered %i %s", async (headers, status, contentType) => {
  const relay = await startRelay();
  const answer = await relay.call(
    beatRequest({ headers: { ...headers, "content-type": "application/x-www-form-urlencoded" } }),
  );
  expect([answer.statusCode, answer.headers["Content-Type"]]).toEqual([status, contentType]);
  if (status === 204) expect(answer.body).toBe("");
  if (contentType?.startsWith("text")) expect(answer.body).toBe("OK");
});

test("problems are problems whatever the caller prefers", async () => {
  const relay = await startRelay();
  const headers = { accept: "text/plain", prefer: "return=minimal" };
  const answer = await relay.call({ path: "/v1/heartbeats", headers, body: "{" });
  expect([answer.statusCode, answer.headers["Content-Type"]]).toEqual([
    400,
    "application/problem+json",
  ]);
});

test("a beat leaves one line and one count", async () => {
  const relay = await startRelay();
  const before = relay.lines.length;
  const answer = await relay.call(
    beatRequest({ body: JSON.stringify({ ...heartbeat, topics: { [topicId]: [1, 9] } }) }),
  );
  expect(relay.lines.slice(before)).toEqual([
    {
      level: "INFO",
      message: "heartbeat renewed",
      requestId: answer.headers["X-Request-Id"],
      invocationId: answer.headers["X-Request-Id"],
      source: "http",
      key: "none",
      consumerGroup: "orders",
      consumer: "orders-1",
      logsetId,
      reported: 2,
      assigned: 4,
      gained: { [topicId]: [1, 2, 3, 4] },
      added: 3,
      revoked: 1,
      attempts: 1,
      upstreamMs: expect.any(Number) as unknown,
      upstreamRequestId: json(answer)["requestId"],
      outcome: "renewed",
    },
  ]);
  expect(relay.counted).toMatchObject([{ outcome: "renewed", attempts: 1 }]);
});

test("keys that are switched off are said so in the start line", async () => {
  const relay = await startRelay();
  expect(relay.lines[0]).toMatchObject({ level: "WARN", auth: "none" });
  expect(relay.lines[0]?.message).toContain("RELAY_AUTH=none");
});

test("identical beats at once are calls of their own, one after the other", async () => {
  const relay = await startRelay();
  const answers = await Promise.all([relay.call(beatRequest()), relay.call(beatRequest())]);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
  expect(relay.emulator.received).toHaveLength(2);
});

test("an answer says when to beat next, by the lease of its group", async () => {
  const file = { consumerGroups: { orders: { leaseSeconds: 20 } } };
  const relay = await startRelay({ file });
  const next = json(await relay.call(beatRequest()))["nextBeatInMs"];
  expect(next).toBeGreaterThanOrEqual(6300);
  expect(next).toBeLessThanOrEqual(9000);
});

test("a beat beyond the rate is told at once when to come back, and what the rate is", async () => {
  const env = { CLS_RATE_PER_SECOND: "1", RELAY_MAX_WAIT_MS: "0" };
  const relay = await startRelay({ env });
  const beat = (consumer: string) =>
    relay.call(beatRequest({ body: JSON.stringify({ ...heartbeat, consumer }) }));
  expect((await beat("a")).statusCode).toBe(200);
  const { statusCode, headers } = await beat("b");
  expect(statusCode).toBe(429);
  expect(headers["RateLimit-Policy"]).toBe('"cls";q=1;w=1');
  expect(Number(headers["Retry-After"])).toBeGreaterThanOrEqual(1);
  expect(relay.counted.at(-1)).toMatchObject({ outcome: "throttled", dropped: true });
  expect(relay.emulator.received).toHaveLength(1);
});
