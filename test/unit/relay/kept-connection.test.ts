import { expect, test } from "@jest/globals";
import type { RateLimiter } from "../../../lib/ledger/even-limiter.ts";
import { createRelay } from "../../../lib/relay/relay.ts";
import type { Answer } from "../../../lib/tencent/heartbeat-client.ts";
import { createHandClock } from "../../support/hand-clock.ts";

const heartbeat = {
  consumerGroup: "orders",
  consumer: "orders-1",
  logsetId: "logset",
  topics: new Map([["t", [0]]]),
};

/** How many of 40 beats are renewed where each first attempt fails so. */
async function renewedOf40(failure: Extract<Answer, { ok: false }>["failure"]): Promise<number> {
  const clock = createHandClock();
  let calls = 0;
  const client = {
    send: () => {
      calls += 1;
      const accepted: Answer = {
        ok: true,
        assignment: { topics: heartbeat.topics, requestId: "r" },
      };
      return Promise.resolve<Answer>(calls % 2 === 1 ? { ok: false, failure } : accepted);
    },
  };
  const random = () => 0.5;
  const limiter: RateLimiter = {
    acquire: () => Promise.resolve({ granted: true, waitedMs: 0 }),
    backlog: 0,
    load: () => 0,
  };
  const relay = createRelay({ client, clock, random, limiter });
  let renewed = 0;
  for (let beat = 0; beat < 40; beat += 1) {
    calls = 0;
    clock.advance(20_000);
    const report = await relay.beat(heartbeat, { budgetMs: 3000, traceId: "t" });
    if (report.ok) renewed += 1;
  }
  return renewed;
}

test("a kept connection that had died costs no retry budget, and any other that fails does", async () => {
  const reason = "read ECONNRESET";
  expect(await renewedOf40({ kind: "unreachable", reason, keptConnection: true })).toBe(40);
  expect(await renewedOf40({ kind: "unreachable", reason })).toBeLessThan(20);
});
