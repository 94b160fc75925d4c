import { describe, expect, test } from "@jest/globals";
import { type Dynamo, hang, reset, startDynamo, throttle } from "../support/dynamo.ts";
import { createHandClock, type HandClock } from "../support/hand-clock.ts";
import {
  beatRequest,
  credentials,
  heartbeat,
  json,
  startRelay,
  topicId,
  type TestRelay,
} from "../support/start-relay.ts";

const dynamo = await startDynamo();

/** A sandbox of a rate of 8 that is in that table; no beat waits, since the clock of these tests stands still. */
const startSandbox = (clock: HandClock, { env }: Pick<Dynamo, "env"> = dynamo, more = {}) =>
  startRelay({
    env: { CLS_RATE_PER_SECOND: "8", RELAY_MAX_WAIT_MS: "0", ...env, ...more },
    overrides: { clock, random: () => 0 },
  });

let consumers = 0;
const newConsumer = () => `orders-${(consumers += 1)}`;
const beat = (sandbox: TestRelay, consumer = newConsumer(), more = {}) =>
  sandbox.call(beatRequest({ body: JSON.stringify({ ...heartbeat, consumer, ...more }) }));

const received = (sandboxes: readonly TestRelay[]) =>
  sandboxes.reduce((sum, { emulator }) => sum + emulator.received.length, 0);

/** A time that no other test has used: all leases and credits of those are over. */
let hours = 0;
const nextClock = () => createHandClock(Date.UTC(2026, 0, 1, (hours += 1)));

describe("several sandboxes", () => {
  test.each(["one after the other", "at once"])(
    "together send no more than the rate, %s",
    async (how) => {
      const clock = nextClock();
      const sandboxes = await Promise.all([1, 2, 3].map(() => startSandbox(clock)));
      const codes: number[] = [];
      const round = async () => {
        const beats = sandboxes.flatMap((sandbox) => [1, 2, 3, 4].map(() => sandbox));
        if (how === "at once") {
          const answers = await Promise.all(beats.map((sandbox) => beat(sandbox)));
          codes.push(...answers.map(({ statusCode }) => statusCode));
          return;
        }
        for (const sandbox of beats) codes.push((await beat(sandbox)).statusCode);
      };
      await round();
      expect([received(sandboxes), new Set(codes)]).toEqual([8, new Set([200, 429])]);
      clock.advance(1200);
      await round();
      expect(received(sandboxes)).toBe(16);
    },
  );

  test("send no older body of a consumer after a newer one", async () => {
    const clock = nextClock();
    const [one, two] = [await startSandbox(clock), await startSandbox(clock)];
    const consumer = newConsumer();
    await beat(one, consumer);
    // The older one has come, and its sandbox is slow to reach the table.
    let goOn = () => {};
    dynamo.answerBy((request, response) => {
      const before = goOn;
      goOn = () => {
        before();
        dynamo.serve(request, response);
      };
    });
    const calls = dynamo.calls();
    const older = beat(one, consumer, { topics: { [topicId]: [0] } });
    while (dynamo.calls() < calls + 2) await new Promise((resolve) => setImmediate(resolve));
    dynamo.answerBy();
    clock.advance(1);
    const newer = await beat(two, consumer, { topics: { [topicId]: [1] } });
    expect(newer.statusCode).toBe(200);
    goOn();
    expect((await older).statusCode).toBe(409);
    expect(one.emulator.received).toHaveLength(1);
  });

  test("know each other's leases: who holds one is served, who joins a full rate is not", async () => {
    const clock = nextClock();
    const rate = { CLS_RATE_PER_SECOND: "1" };
    const one = await startSandbox(clock, dynamo, rate);
    const first = newConsumer();
    const others = Array.from({ length: 31 }, newConsumer);
    // 32 leases of 40 s are all that one call a second carries; each is told with the beat that comes next.
    for (const consumer of [first, ...others, first]) {
      expect((await beat(one, consumer)).statusCode).toBe(200);
      clock.advance(1160);
    }
    const two = await startSandbox(clock, dynamo, rate);
    const refused = await beat(two);
    expect([refused.statusCode, JSON.stringify(json(refused))]).toEqual([
      429,
      expect.stringContaining("32"),
    ]);
    clock.advance(1160);
    expect((await beat(two, first)).statusCode).toBe(200);
  });

  test("make two round trips to the table for a beat, one before its call and one after", async () => {
    const clock = nextClock();
    const sandbox = await startSandbox(clock);
    const consumer = newConsumer();
    await beat(sandbox, consumer);
    clock.advance(18_000);
    const before = dynamo.calls();
    await beat(sandbox, consumer);
    // The consumer is read and a credit booked at once; then the lease is renewed.
    expect(dynamo.calls() - before).toBe(3);
  });
});

describe("a table that does not answer", () => {
  const expectFallback = (sandbox: TestRelay, reason: string) => {
    expect(sandbox.counted).toEqual([
      expect.objectContaining({ outcome: "renewed", attempts: 1, storeFallbacks: 1 }),
    ]);
    expect(sandbox.lines).toContainEqual({
      level: "WARN",
      message: "the ledger's table does not answer: heartbeats go on without it",
      reason,
      pauseMs: 0,
    });
    const written = JSON.stringify(sandbox.lines);
    const secrets = [...Object.values(dynamo.store.credentials), credentials.secretKey];
    for (const secret of secrets) expect(written).not.toContain(secret);
  };

  const denied = (type: string): typeof throttle => {
    const body = JSON.stringify({ __type: `com.amazon.coral.service#${type}` });
    return (_request, response) => void response.writeHead(400).end(body);
  };

  test.each([
    ["throttles", throttle, "ProvisionedThroughputExceededException"],
    ["resets the connection", reset, "ECONNRESET"],
    ["denies access", denied("AccessDeniedException"), "AccessDeniedException"],
  ] as const)("but %s costs no beat, and a metric says so", async (_what, answerer, reason) => {
    const sandbox = await startSandbox(nextClock());
    dynamo.answerBy(answerer);
    expect((await beat(sandbox)).statusCode).toBe(200);
    dynamo.answerBy();
    expectFallback(sandbox, reason);
  });

  test("because nobody is there costs no beat", async () => {
    const gone = { AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:1" };
    const sandbox = await startSandbox(nextClock(), dynamo, gone);
    expect((await beat(sandbox)).statusCode).toBe(200);
    expectFallback(sandbox, "ECONNREFUSED");
  });

  test("but hangs costs the first beat of a process 200 ms", async () => {
    const clock = nextClock();
    const sandbox = await startSandbox(clock);
    dynamo.answerBy(hang);
    const before = dynamo.calls();
    const answer = beat(sandbox);
    while (dynamo.calls() < before + 2) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(199);
    expect(sandbox.counted).toEqual([]);
    clock.advance(1);
    expect((await answer).statusCode).toBe(200);
    dynamo.answerBy();
    expectFallback(sandbox, "no answer in time");
  });

  test("is left alone for a while, and is used again", async () => {
    const clock = nextClock();
    const sandbox = await startSandbox(clock);
    dynamo.answerBy(throttle);
    for (let count = 0; count < 2; count += 1) await beat(sandbox);
    dynamo.answerBy();
    const before = dynamo.calls();
    await beat(sandbox);
    expect(dynamo.calls()).toBe(before);
    clock.advance(1000);
    await beat(sandbox);
    expect(dynamo.calls()).toBeGreaterThan(before);
    expect(sandbox.counted.map((count) => "storeFallbacks" in count)).toEqual([
      ...[true, true, true],
      false,
    ]);
  });
});
