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
      TopicPartitionsInfo: [{ TopicID: "t", Partitions: [1, 2, 3, 4] }],
      RequestId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    });
  });

  test("two consumers share the partitions, and a silent one loses its own", async () => {
    const { clock, partitions } = await setUp();
    await partitions("a");
    expect(await partitions("b")).toEqual([{ TopicID: "t", Partitions: [] }]);
    expect(await partitions("a")).toEqual([{ TopicID: "t", Partitions: [1, 2] }]);
    expect(await partitions("b")).toEqual([{ TopicID: "t", Partitions: [3, 4] }]);
    clock.stepMs(39_999);
    expect(await partitions("a")).toEqual([{ TopicID: "t", Partitions: [1, 2] }]);
    clock.stepMs(1);
    expect(await partitions("a")).toEqual([{ TopicID: "t", Partitions: [1, 2, 3, 4] }]);
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
      partitions: 1,
      topics: { u: 2 },
    });
    const topic = { TopicID: "u", Partitions: [] };
    expect((await call({ body: heartbeat("a", topic) })).response.TopicPartitionsInfo).toEqual([
      { TopicID: "u", Partitions: [1, 2] },
    ]);
    expect((await call()).response.TopicPartitionsInfo).toEqual([
      { TopicID: "t", Partitions: [1] },
    ]);
    clock.stepMs(1_000);
    expect(emulator.groups.describe("l")[0]?.consumers).toEqual([]);
  });
});

describe("what the emulator remembers", () => {
  test("is time, action, headers, body and answer of each request", async () => {
    const { call, emulator, clock } = await setUp();
    await call();
    await call({ body: "{" });
    expect(emulator.received).toEqual([
      expect.objectContaining({
        atMs: clock.nowMs(),
        action: "SendConsumerHeartbeat",
        body: heartbeat("a"),
        code: undefined,
        response: expect.objectContaining({ ConsumerGroup: "orders" }),
      }),
      expect.objectContaining({ body: "{", code: "InvalidParameter" }),
    ]);
    expect(emulator.received[0]?.headers.host).toBe(HOST);
  });

  test("is bounded", async () => {
    const { call, emulator } = await setUp({ ratePerSecond: 0 });
    emulator.received.push(
      ...Array.from({ length: 1000 }, () => ({
        atMs: 0,
        action: "old",
        headers: {},
        body: undefined,
        code: undefined,
        response: {},
      })),
    );
    await call();
    expect(emulator.received).toHaveLength(1000);
    expect(emulator.received.at(-1)?.action).toBe("SendConsumerHeartbeat");
  });
});
