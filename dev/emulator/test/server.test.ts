import { afterEach, describe, expect, test } from "@jest/globals";
import { createCredentials } from "../credentials.ts";
import { HOST } from "./cls-client.ts";
import { closeStarted, heartbeat, setUp } from "./set-up.ts";

afterEach(closeStarted);

describe("a heartbeat over a real socket", () => {
  test("is answered with the assignment, in Tencent's shape", async () => {
    const { call } = await setUp();
    const { status, headers, response } = await call();
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("application/json");
    expect(headers["x-tc-traceid"]).toBeUndefined();
    expect(response).toEqual({
      ConsumerGroup: "orders",
      TopicPartitionsInfo: [{ TopicID: "t", Partitions: [0, 1, 2, 3] }],
      RequestId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    });
  });

  test("two consumers share the partitions, and a silent one loses its own", async () => {
    const { clock, partitions } = await setUp();
    await partitions("a");
    expect(await partitions("b")).toEqual([{ TopicID: "t", Partitions: [2, 3] }]);
    expect(await partitions("a")).toEqual([{ TopicID: "t", Partitions: [0, 1] }]);
    clock.stepMs(39_999);
    expect(await partitions("a")).toEqual([{ TopicID: "t", Partitions: [0, 1] }]);
    clock.stepMs(1);
    expect(await partitions("a")).toEqual([{ TopicID: "t", Partitions: [0, 1, 2, 3] }]);
  });

  test("carries the caller's trace id back", async () => {
    const { call } = await setUp();
    const { headers } = await call({ unsigned: { "x-tc-traceid": "trace-1" } });
    expect(headers["x-tc-traceid"]).toBe("trace-1");
  });

  test("is accepted with a token where the credential has one", async () => {
    const credential = { ...createCredentials(), token: "session" };
    const { call } = await setUp({ credentials: [createCredentials(), credential] });
    expect((await call({ credential })).code).toBeUndefined();
  });

  test("obeys the sizes, the lease and the topics it was started with", async () => {
    const { call, emulator, clock } = await setUp({
      leaseMs: 1_000,
      partitionsPerTopic: 1,
      topics: { u: 2 },
    });
    const topic = { TopicID: "u", Partitions: [] };
    expect((await call({ body: heartbeat("a", topic) })).response.TopicPartitionsInfo).toEqual([
      { TopicID: "u", Partitions: [0, 1] },
    ]);
    expect((await call()).response.TopicPartitionsInfo).toEqual([
      { TopicID: "t", Partitions: [0] },
    ]);
    clock.stepMs(1_000);
    expect(emulator.groups.describe("l")[0]?.consumers).toEqual([]);
  });
});

test("groups are described in Tencent's shape, the timeout in seconds", async () => {
  const { call, emulator } = await setUp();
  await call();
  emulator.groups.setLeaseMs("orders", 10_000);
  const action = "DescribeConsumerGroups";
  const { response } = await call({ action, body: { LogsetId: "l", Topics: ["t"] } });
  expect(response.ConsumerGroupsInfo).toEqual([
    { ConsumerGroup: "orders", Timeout: 10, Topics: ["t"] },
  ]);
  const other = await call({ action, body: { LogsetId: "other" } });
  expect(other.response.ConsumerGroupsInfo).toEqual([]);
});

describe("what the emulator remembers", () => {
  test("is action, headers, body and outcome of each request", async () => {
    const { call, emulator } = await setUp();
    await call();
    await call({ body: "{" });
    expect(emulator.received).toEqual([
      expect.objectContaining({
        action: "SendConsumerHeartbeat",
        body: heartbeat("a"),
        code: undefined,
      }),
      expect.objectContaining({ body: "{", code: "InvalidParameter" }),
    ]);
    expect(emulator.received[0]?.headers.host).toBe(HOST);
  });

  test("is bounded", async () => {
    const { call, emulator } = await setUp({ ratePerSecond: 0 });
    emulator.received.push(
      ...Array.from({ length: 1000 }, () => ({
        action: "old",
        headers: {},
        body: undefined,
        code: undefined,
      })),
    );
    await call();
    expect(emulator.received).toHaveLength(1000);
    expect(emulator.received.at(-1)?.action).toBe("SendConsumerHeartbeat");
  });
});
