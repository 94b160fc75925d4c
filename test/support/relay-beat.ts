import type { Answer } from "../../lib/tencent/heartbeat-client.ts";

/** What the tests of the relay send, and what CLS answers in them. */
export const heartbeat = {
  consumerGroup: "orders",
  consumer: "orders-1",
  logsetId: "logset",
  topics: new Map([["a", [0]]]),
};
export const renewed: Answer = { ok: true, assignment: { topics: new Map(), requestId: "r" } };
export const unreachable: Answer = { ok: false, failure: { kind: "unreachable", reason: "" } };
export const timeout: Answer = { ok: false, failure: { kind: "timeout" } };

/** Lets everything run that needs no more than a turn. */
export const turn = () => new Promise((resolve) => setImmediate(resolve));

export const rules = { maxWaitMs: 1000 };

export const options = { timeLeftMs: 3000, traceId: "trace", key: { name: "key" } };
