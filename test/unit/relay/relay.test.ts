import { describe, expect, test } from "@jest/globals";
import { createMemoryLedger } from "../../../lib/ledger/memory.ts";
import { createRelay } from "../../../lib/relay/relay.ts";
import type {
  Answer,
  HeartbeatClient,
  SendOptions,
} from "../../../lib/tencent/heartbeat-client.ts";
import { createHandClock, type HandClock } from "../../support/hand-clock.ts";
import {
  heartbeat,
  options,
  renewed,
  rules,
  timeout,
  turn,
  unreachable,
} from "../../support/relay-beat.ts";

type Send = (options: SendOptions, clock: HandClock) => Answer | Promise<Answer>;

/** A client that answers each attempt as told; the relay is told nothing else. */
function createSet(...answers: Send[]) {
  const clock = createHandClock();
  const calls: SendOptions[] = [];
  const prepared: boolean[] = [];
  const client: HeartbeatClient = {
    prepare({ freshConnection }) {
      prepared.push(freshConnection);
      return Promise.resolve(() => undefined);
    },
    async send(sent, options) {
      expect(sent).toEqual(heartbeat);
      const answer = answers[calls.length];
      calls.push(options);
      if (answer === undefined) throw new Error("one attempt too many");
      return answer(options, clock);
    },
  };
  const random = () => 0.5;
  const ledger = createMemoryLedger({ clock, random, ratePerSecond: 1000 });
  return {
    clock,
    calls,
    prepared,
    relay: createRelay({ client, clock, random, ledger, ...rules }),
  };
}

const takes =
  (ms: number, answer: Answer): Send =>
  (_options, clock) => {
    clock.advance(ms);
    return answer;
  };

describe("a heartbeat that is answered", () => {
  test("is sent once, with its id, over any connection", async () => {
    const { relay, calls, prepared, clock } = createSet(takes(40, renewed));
    expect(await relay.beat(heartbeat, options)).toEqual({
      ...renewed,
      attempts: 1,
      upstreamMs: 40,
      nextBeatInMs: 15_300,
    });
    expect(calls).toMatchObject([{ traceId: "trace" }]);
    expect(prepared).toEqual([false]);
    expect(calls[0]?.signal.aborted).toBe(false);
    expect(clock.pending()).toBe(0);
  });
});

describe("a connection that failed", () => {
  test("gets one more try, at once and on a fresh connection", async () => {
    const { relay, prepared } = createSet(takes(5, unreachable), takes(40, renewed));
    expect(await relay.beat(heartbeat, options)).toEqual({
      ...renewed,
      attempts: 2,
      upstreamMs: 45,
      nextBeatInMs: 15_300,
      // The ledger has seen the first attempt.
      before: new Map([["a", []]]),
    });
    expect(prepared).toEqual([false, true]);
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

  test.each([0, -1])("of %d ms sends nothing", async (timeLeftMs) => {
    const { relay, calls, clock } = createSet();
    const report = await relay.beat(heartbeat, { ...options, timeLeftMs });
    expect(report).toEqual({ ...timeout, attempts: 0, upstreamMs: 0 });
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
    const { relay, clock, prepared } = createSet(takes(5, rejected(code)), (_options, hand) => {
      secondMs = hand.nowMs();
      return renewed;
    });
    const report = await finish(clock, relay.beat(heartbeat, options));
    expect(report).toMatchObject({ ok: true, attempts: 2 });
    expect(Math.abs(secondMs - 5 - delayMs)).toBeLessThanOrEqual(15);
    expect(prepared).toEqual([false, false]);
  });
});
