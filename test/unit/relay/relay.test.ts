import { describe, expect, test } from "@jest/globals";
import { createCircuitBreaker } from "../../../lib/relay/circuit-breaker.ts";
import {
  createRateLimiter,
  type RateLimiter,
  type Slot,
} from "../../../lib/ledger/even-limiter.ts";
import { createRelay } from "../../../lib/relay/relay.ts";
import type {
  Answer,
  HeartbeatClient,
  SendOptions,
} from "../../../lib/tencent/heartbeat-client.ts";
import { createHandClock, type HandClock } from "../../support/hand-clock.ts";

const heartbeat = {
  consumerGroup: "orders",
  consumer: "orders-1",
  logsetId: "logset",
  topics: new Map([["a", [0]]]),
};
const renewed: Answer = { ok: true, assignment: { topics: new Map(), requestId: "r" } };
const unreachable: Answer = { ok: false, failure: { kind: "unreachable", reason: "" } };
const timeout: Answer = { ok: false, failure: { kind: "timeout" } };

/** Lets everything run that needs no more than a turn. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

type Send = (options: SendOptions, clock: HandClock) => Answer | Promise<Answer>;

/** A client that answers each attempt as told; the relay is told nothing else. */
function createSet(...answers: Send[]) {
  const clock = createHandClock();
  const calls: SendOptions[] = [];
  const client: HeartbeatClient = {
    async send(sent, options) {
      expect(sent).toEqual(heartbeat);
      const answer = answers[calls.length];
      calls.push(options);
      if (answer === undefined) throw new Error("one attempt too many");
      return answer(options, clock);
    },
  };
  const random = () => 0.5;
  const limiter = createRateLimiter({ clock, random, perSecond: 1000 });
  return { clock, calls, relay: createRelay({ client, clock, random, limiter }) };
}

const takes =
  (ms: number, answer: Answer): Send =>
  (_options, clock) => {
    clock.advance(ms);
    return answer;
  };

const options = { budgetMs: 3000, traceId: "trace" };

describe("a heartbeat that is answered", () => {
  test("is sent once, with its id, over any connection", async () => {
    const { relay, calls, clock } = createSet(takes(40, renewed));
    expect(await relay.beat(heartbeat, options)).toEqual({
      ...renewed,
      attempts: 1,
      upstreamMs: 40,
      coalesced: false,
      nextBeatInMs: 18_000,
    });
    expect(calls).toMatchObject([{ traceId: "trace", freshConnection: false }]);
    expect(calls[0]?.signal.aborted).toBe(false);
    expect(clock.pending()).toBe(0);
  });
});

describe("a connection that failed", () => {
  test("gets one more try, at once and on a fresh connection", async () => {
    const { relay, calls } = createSet(takes(5, unreachable), takes(40, renewed));
    expect(await relay.beat(heartbeat, options)).toEqual({
      ...renewed,
      attempts: 2,
      upstreamMs: 45,
      coalesced: false,
      nextBeatInMs: 18_000,
    });
    expect(calls.map(({ freshConnection }) => freshConnection)).toEqual([false, true]);
  });

  test("twice is given up", async () => {
    const { relay, clock } = createSet(takes(5, unreachable), takes(6, unreachable));
    expect(await relay.beat(heartbeat, options)).toEqual({
      ...unreachable,
      attempts: 2,
      upstreamMs: 11,
      coalesced: false,
    });
    expect(clock.pending()).toBe(0);
  });

  test("is not tried again once the deadline has passed", async () => {
    const { relay, calls } = createSet(takes(3000, unreachable));
    const report = await relay.beat(heartbeat, options);
    expect(report).toMatchObject({ ok: false, attempts: 1, upstreamMs: 3000 });
    expect(calls).toHaveLength(1);
  });
});

const upstream = { code: "InvalidParameter", message: "", requestId: "r" };

test.each<Answer>([
  { ok: false, failure: { kind: "rejected", upstream } },
  { ok: false, failure: { kind: "malformed", httpStatus: 404 } },
  timeout,
])("%j is reported and never tried again", async (answer) => {
  const { relay } = createSet(takes(7, answer));
  expect(await relay.beat(heartbeat, options)).toEqual({
    ...answer,
    attempts: 1,
    upstreamMs: 7,
    coalesced: false,
  });
});

describe("the deadline", () => {
  /** Answers as the port promises: not before the signal aborts, and then at once. */
  const waits: Send = ({ signal }) =>
    new Promise((resolve) => {
      signal.addEventListener("abort", () => {
        resolve(timeout);
      });
    });

  test.each([0, -1])("of %d ms sends nothing", async (budgetMs) => {
    const { relay, calls, clock } = createSet();
    const report = await relay.beat(heartbeat, { ...options, budgetMs });
    expect(report).toEqual({ ...timeout, attempts: 0, upstreamMs: 0, coalesced: false });
    expect(calls).toEqual([]);
    expect(clock.pending()).toBe(0);
  });

  test("ends the attempt that is under way", async () => {
    const { relay, calls, clock } = createSet(waits);
    const beat = relay.beat(heartbeat, options);
    await turn();
    clock.advance(2999);
    expect(calls[0]?.signal.aborted).toBe(false);
    clock.advance(1);
    expect(calls[0]?.signal.aborted).toBe(true);
    expect(await beat).toEqual({ ...timeout, attempts: 1, upstreamMs: 3000, coalesced: false });
    expect(clock.pending()).toBe(0);
  });

  test("is one for both attempts together", async () => {
    const { relay, calls, clock } = createSet(takes(2000, unreachable), (given, hand) => {
      const answer = waits(given, hand);
      hand.advance(1000);
      return answer;
    });
    expect(await relay.beat(heartbeat, options)).toEqual({
      ...timeout,
      attempts: 2,
      upstreamMs: 3000,
      coalesced: false,
    });
    expect(calls[1]?.signal).toBe(calls[0]?.signal);
    expect(clock.pending()).toBe(0);
  });

  test("leaves no timer behind even when the client breaks its promise", async () => {
    const { relay, clock } = createSet();
    await expect(relay.beat(heartbeat, options)).rejects.toThrow("one attempt too many");
    expect(clock.pending()).toBe(0);
  });
});

describe("what may heal by itself", () => {
  const rejected = (code: string): Answer => ({
    ok: false,
    failure: { kind: "rejected", upstream: { code, message: "", requestId: "r" } },
  });

  /** Moves the clock on until the beat has its report. */
  async function finish<T>(clock: HandClock, beat: Promise<T>): Promise<T> {
    const state = { settled: false };
    const settled = beat.finally(() => {
      state.settled = true;
    });
    while (!state.settled) {
      await turn();
      clock.advance(1);
    }
    return settled;
  }

  test.each([
    ["InternalError.DbError", 100],
    ["ServiceUnavailable", 100],
    ["RequestLimitExceeded", 1120],
    ["AuthFailure.SignatureExpire", 0],
  ])("%s is tried once more, about %i ms later", async (code, delayMs) => {
    let secondMs = 0;
    const { relay, clock, calls } = createSet(takes(5, rejected(code)), (_options, hand) => {
      secondMs = hand.nowMs();
      return renewed;
    });
    const report = await finish(clock, relay.beat(heartbeat, options));
    expect(report).toMatchObject({ ok: true, attempts: 2 });
    expect(Math.abs(secondMs - 5 - delayMs)).toBeLessThanOrEqual(15);
    expect(calls.map(({ freshConnection }) => freshConnection)).toEqual([false, false]);
  });

  test("is no longer tried again when the budget of retries is spent", async () => {
    const failing = Array.from({ length: 60 }, () =>
      takes(2, rejected("AuthFailure.SignatureExpire")),
    );
    const { relay, calls } = createSet(...failing);
    let beats = 0;
    for (; beats < 15; beats += 1) await relay.beat(heartbeat, options);
    // Ten retries, and a tenth of one more for each beat.
    expect(calls.length - beats).toBe(11);
  });
});

test("a dead upstream is not called again and again: the breaker answers at once", async () => {
  const failing = Array.from({ length: 60 }, () => takes(1, unreachable));
  const { relay, calls } = createSet(...failing);
  for (let beat = 0; beat < 10; beat += 1) await relay.beat(heartbeat, options);
  expect(calls).toHaveLength(20);
  expect(await relay.beat(heartbeat, options)).toMatchObject({
    ok: false,
    failure: { kind: "refused", code: "upstream-unavailable" },
    attempts: 0,
  });
  expect(calls).toHaveLength(20);
});

test("a caller in a hurry does not make the upstream look dead", async () => {
  const hasty = Array.from({ length: 60 }, () => takes(100, timeout));
  const { relay, calls } = createSet(...hasty);
  for (let beat = 0; beat < 40; beat += 1) await relay.beat(heartbeat, options);
  expect(calls).toHaveLength(40);
});

test("a probe that finds no slot leaves the probing to the next", async () => {
  const clock = createHandClock();
  const breaker = createCircuitBreaker({ clock, leastCalls: 1, openMs: 3000 });
  const answers = [unreachable, renewed];
  const client: HeartbeatClient = {
    send: () => Promise.resolve(answers.shift() ?? unreachable),
  };
  let slots = 1;
  const limiter: RateLimiter = {
    acquire: () =>
      Promise.resolve(
        (slots -= 1) >= 0 ? { granted: true, waitedMs: 0 } : { granted: false, retryAfterMs: 1000 },
      ),
    backlog: 0,
    load: () => 0,
  };
  const relay = createRelay({ client, clock, limiter, breaker });
  await relay.beat(heartbeat, options);
  clock.advance(3000);
  expect(await relay.beat(heartbeat, options)).toMatchObject({ failure: { code: "throttled" } });
  slots = 1;
  expect(await relay.beat(heartbeat, options)).toMatchObject({ ok: true });
});

test("a beat that waits while the breaker opens is not sent", async () => {
  const clock = createHandClock();
  const breaker = createCircuitBreaker({ clock, leastCalls: 1 });
  const { promise, resolve } = Promise.withResolvers<Slot>();
  const limiter: RateLimiter = { acquire: () => promise, backlog: 0, load: () => 0 };
  const client: HeartbeatClient = {
    send: () => Promise.reject(new Error("it was sent")),
  };
  const beat = createRelay({ client, clock, limiter, breaker }).beat(heartbeat, options);
  await turn();
  breaker.settled({ kind: "unreachable", reason: "" });
  resolve({ granted: true, waitedMs: 5 });
  expect(await beat).toMatchObject({ failure: { code: "upstream-unavailable" }, attempts: 0 });
});

test("a beat that joins a patient one keeps to its own deadline", async () => {
  const clock = createHandClock();
  const slots = Promise.withResolvers<Slot>();
  const limiter: RateLimiter = { acquire: () => slots.promise, backlog: 0, load: () => 0 };
  const client: HeartbeatClient = { send: () => Promise.resolve(renewed) };
  const relay = createRelay({ client, clock, limiter });
  const patient = relay.beat(heartbeat, { ...options, budgetMs: 10_000 });
  const hasty = relay.beat(heartbeat, { ...options, budgetMs: 1000 });
  await turn();
  clock.advance(1000);
  expect(await hasty).toEqual({ ...timeout, attempts: 0, upstreamMs: 0, coalesced: true });
  slots.resolve({ granted: true, waitedMs: 1000 });
  expect(await patient).toMatchObject({ ok: true, coalesced: false });
  expect(clock.pending()).toBe(0);
});

test("whose call ran out of time does not end the one that waited for it", async () => {
  const clock = createHandClock();
  const answers: Send[] = [
    ({ signal }) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => {
          resolve(timeout);
        });
      }),
    () => renewed,
  ];
  const client: HeartbeatClient = {
    send: async (_heartbeat, options) => answers.shift()?.(options, clock) ?? unreachable,
  };
  const random = () => 0.5;
  const limiter = createRateLimiter({ clock, random, perSecond: 1000 });
  const relay = createRelay({ client, clock, random, limiter });
  const hasty = relay.beat(heartbeat, { ...options, budgetMs: 1000 });
  const patient = relay.beat(heartbeat, options);
  await turn();
  clock.advance(1000);
  expect(await hasty).toMatchObject({ failure: { kind: "timeout" }, coalesced: false });
  expect(await patient).toMatchObject({ ok: true, attempts: 1, coalesced: false });
  expect(clock.pending()).toBe(0);
});

test("a body that is replaced while it waits leaves its slot to others", async () => {
  const clock = createHandClock();
  const sent: string[] = [];
  const client: HeartbeatClient = {
    send: ({ consumer }) => {
      sent.push(consumer);
      return Promise.resolve(renewed);
    },
  };
  const random = () => 0.5;
  const limiter = createRateLimiter({ clock, random, perSecond: 10 });
  const relay = createRelay({ client, clock, random, limiter, maxWaitMs: 1000 });
  const beat = (consumer: string, partition: number) =>
    relay.beat({ ...heartbeat, consumer, topics: new Map([["a", [partition]]]) }, options);
  const first = beat("first", 0);
  const flood = Array.from({ length: 18 }, (_, partition) => beat("flood", partition));
  const other = beat("other", 0);
  for (let ms = 0; ms < 1000; ms += 10) {
    await turn();
    clock.advance(10);
  }
  expect((await first).ok).toBe(true);
  expect((await other).ok).toBe(true);
  const reports = await Promise.all(flood);
  expect(reports.slice(0, -1).every(({ ok }) => !ok)).toBe(true);
  expect(reports.at(-1)?.ok).toBe(true);
  expect(sent.toSorted()).toEqual(["first", "flood", "other"]);
});

test("an older body is not sent after a newer one of the same consumer", async () => {
  const sent: unknown[] = [];
  const clock = createHandClock();
  const random = () => 0.5;
  const client: HeartbeatClient = {
    send: ({ topics }) => {
      sent.push(topics.get("a"));
      return Promise.resolve(renewed);
    },
  };
  const limiter = createRateLimiter({ clock, random, perSecond: 1 });
  const relay = createRelay({ client, clock, random, limiter, maxWaitMs: 5000 });
  const beat = (consumer: string, partitions: number[]) =>
    relay.beat(
      { ...heartbeat, consumer, topics: new Map([["a", partitions]]) },
      { ...options, budgetMs: 10_000 },
    );
  const first = beat("other", []);
  const older = beat("orders-1", [0]);
  const newer = beat("orders-1", [1]);
  for (let ms = 0; ms < 3500; ms += 100) {
    await turn();
    clock.advance(100);
  }
  expect((await first).ok).toBe(true);
  expect(await older).toMatchObject({
    ok: false,
    failure: { kind: "refused", code: "superseded" },
  });
  expect((await newer).ok).toBe(true);
  expect(sent).toEqual([[], [1]]);
});
