import { describe, expect, test } from "@jest/globals";
import { createRelay } from "../../lib/relay.ts";
import type { Answer, HeartbeatClient, SendOptions } from "../../lib/tencent/heartbeat-client.ts";
import { createHandClock, type HandClock } from "../support/hand-clock.ts";

const heartbeat = {
  consumerGroup: "orders",
  consumer: "orders-1",
  logsetId: "logset",
  topics: new Map([["a", [0]]]),
};
const renewed: Answer = { ok: true, assignment: { topics: new Map(), requestId: "r" } };
const unreachable: Answer = { ok: false, failure: { kind: "unreachable", reason: "" } };
const timeout: Answer = { ok: false, failure: { kind: "timeout" } };

type Send = (options: SendOptions, clock: HandClock) => Answer | Promise<Answer>;

/** A client that answers each attempt as told; the relay is told nothing else. */
function createSet(...answers: Send[]) {
  const clock = createHandClock();
  const calls: SendOptions[] = [];
  const client: HeartbeatClient = {
    async send(sent, options) {
      expect(sent).toBe(heartbeat);
      const answer = answers[calls.length];
      calls.push(options);
      if (answer === undefined) throw new Error("one attempt too many");
      return answer(options, clock);
    },
  };
  return { clock, calls, relay: createRelay({ client, clock }) };
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
    });
    expect(calls.map(({ freshConnection }) => freshConnection)).toEqual([false, true]);
  });

  test("twice is given up", async () => {
    const { relay, clock } = createSet(takes(5, unreachable), takes(6, unreachable));
    expect(await relay.beat(heartbeat, options)).toEqual({
      ...unreachable,
      attempts: 2,
      upstreamMs: 11,
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

const upstream = { code: "RequestLimitExceeded", message: "", requestId: "r" };

test.each<Answer>([
  { ok: false, failure: { kind: "rejected", upstream } },
  { ok: false, failure: { kind: "malformed", httpStatus: 502 } },
  timeout,
])("%j is reported and never tried again", async (answer) => {
  const { relay } = createSet(takes(7, answer));
  expect(await relay.beat(heartbeat, options)).toEqual({ ...answer, attempts: 1, upstreamMs: 7 });
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
    expect(report).toEqual({ ...timeout, attempts: 0, upstreamMs: 0 });
    expect(calls).toEqual([]);
    expect(clock.pending()).toBe(0);
  });

  test("ends the attempt that is under way", async () => {
    const { relay, calls, clock } = createSet(waits);
    const beat = relay.beat(heartbeat, options);
    clock.advance(2999);
    expect(calls[0]?.signal.aborted).toBe(false);
    clock.advance(1);
    expect(calls[0]?.signal.aborted).toBe(true);
    expect(await beat).toEqual({ ...timeout, attempts: 1, upstreamMs: 3000 });
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
