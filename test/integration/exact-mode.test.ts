import { describe, expect, test } from "@jest/globals";
import { type Dynamo, hang, reset, startDynamo, throttle } from "../support/dynamo.ts";
import { createHandClock, type HandClock } from "../support/hand-clock.ts";
import { beatRequest, heartbeat, startRelay, type TestRelay } from "../support/start-relay.ts";

const dynamo = await startDynamo();

/** 8 a second, of which 3 are the schedule's: 5 for all sandboxes together, a quarter for each by itself. */
const rates = {
  CLS_RATE_PER_SECOND: "8",
  RELAY_SCHEDULE_PER_SECOND: "3",
  RELAY_SANDBOXES: "20",
  // As on Lambda; the clock of these tests stands still.
  RELAY_MAX_WAIT_MS: "100",
};

/** A sandbox of the HTTP function that counts in that table. */
const startSandbox = (clock: HandClock, { env }: Dynamo = dynamo, more = {}) =>
  startRelay({ env: { ...rates, ...env, ...more }, overrides: { clock, share: "http" } });

let consumers = 0;
const beat = (sandbox: TestRelay) => {
  const consumer = `orders-${(consumers += 1)}`;
  return sandbox.call(beatRequest({ body: JSON.stringify({ ...heartbeat, consumer }) }));
};

async function statuses(sandboxes: readonly TestRelay[], beats: number): Promise<number[]> {
  const answers = [];
  for (const sandbox of sandboxes) {
    for (let count = 0; count < beats; count += 1) answers.push((await beat(sandbox)).statusCode);
  }
  return answers;
}

const renewed = (answers: readonly number[]) => answers.filter((status) => status === 200).length;

/** A wall second that no other test has used. */
let hours = 0;
const nextClock = () => createHandClock(Date.UTC(2026, 0, 1, (hours += 1)));

describe("several sandboxes", () => {
  test("together send what the schedule leaves of each second, and not one more", async () => {
    const clock = nextClock();
    const sandboxes = await Promise.all([1, 2, 3].map(() => startSandbox(clock)));
    const first = await statuses(sandboxes, 4);
    expect([renewed(first), new Set(first)]).toEqual([5, new Set([200, 429])]);
    clock.advance(1000);
    expect(renewed(await statuses(sandboxes, 4))).toBe(5);
    const sent = sandboxes.map(({ emulator }) => emulator.received.length);
    expect(sent.reduce((sum, one) => sum + one, 0)).toBe(10);
    expect(sandboxes[0]?.lines[0]).toMatchObject({
      message: expect.stringContaining("relay started") as unknown,
      limitTable: dynamo.store.table,
    });
  });

  test("keep to it when all beat at once", async () => {
    const clock = nextClock();
    const sandboxes = await Promise.all([1, 2, 3].map(() => startSandbox(clock)));
    const all = sandboxes.flatMap((sandbox) => [1, 2, 3, 4].map(() => beat(sandbox)));
    const answers = await Promise.all(all);
    expect(renewed(answers.map(({ statusCode }) => statusCode))).toBe(5);
    const refusals = answers.filter(({ statusCode }) => statusCode === 429);
    for (const { headers } of refusals) expect(Number(headers["Retry-After"])).toBeGreaterThan(0);
  });

  test("ask the table for every other beat, and no more once a second is used up", async () => {
    const sandbox = await startSandbox(nextClock());
    const before = dynamo.calls();
    await statuses([sandbox], 20);
    expect(dynamo.calls() - before).toBe(3);
  });
});

describe("the schedule and a process of its own", () => {
  test("count in no table where they have their own share", async () => {
    const before = dynamo.calls();
    const schedule = await startRelay({
      env: { ...rates, ...dynamo.env },
      overrides: { clock: nextClock(), share: "schedule" },
    });
    expect((await beat(schedule)).statusCode).toBe(200);
    expect(dynamo.calls()).toBe(before);
  });

  test("share the whole rate where nothing is set aside", async () => {
    const whole = await startRelay({
      env: { ...rates, ...dynamo.env },
      overrides: { clock: nextClock() },
    });
    expect(renewed(await statuses([whole], 10))).toBe(8);
  });
});

describe("a table that does not answer", () => {
  const expectFallback = (sandbox: TestRelay, reason: string) => {
    expect(sandbox.counted).toEqual([
      expect.objectContaining({ outcome: "renewed", attempts: 1, storeFallbacks: 1 }),
    ]);
    expect(sandbox.lines).toContainEqual({
      level: "WARN",
      message: "the limit's table does not answer: the rate is shared by parts for now",
      reason,
      pauseMs: 0,
    });
    const written = JSON.stringify(sandbox.lines);
    for (const secret of Object.values(dynamo.store.credentials)) {
      expect(written).not.toContain(secret);
    }
  };

  test.each([
    ["throttles", throttle, "ProvisionedThroughputExceededException"],
    ["resets the connection", reset, "ECONNRESET"],
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

  test("but hangs costs a beat 100 ms", async () => {
    const clock = nextClock();
    const sandbox = await startSandbox(clock);
    dynamo.answerBy(hang);
    const before = dynamo.calls();
    const answer = beat(sandbox);
    while (dynamo.calls() === before) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(99);
    expect(sandbox.counted).toEqual([]);
    clock.advance(1);
    expect((await answer).statusCode).toBe(200);
    dynamo.answerBy();
    expectFallback(sandbox, "no answer in 100 ms");
  });

  test("leaves each sandbox its part, is left alone for a while, and is used again", async () => {
    const clock = nextClock();
    const sandbox = await startSandbox(clock);
    dynamo.answerBy(throttle);
    const before = dynamo.calls();
    expect(await statuses([sandbox], 4)).toEqual([200, 429, 429, 429]);
    expect(dynamo.calls() - before).toBe(2);
    dynamo.answerBy();
    clock.advance(1000);
    expect(await statuses([sandbox], 5)).toEqual([200, 200, 200, 200, 200]);
    expect(sandbox.counted.map((count) => "storeFallbacks" in count)).toEqual([
      ...[true, true, true, true],
      ...[false, false, false, false, false],
    ]);
  });
});
