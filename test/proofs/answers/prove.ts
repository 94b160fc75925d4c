import { setImmediate } from "node:timers/promises";
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { createContext } from "../../../dev/lambda-context.ts";
import { createServices } from "../../../lib/app.ts";
import { createHttpHandler } from "../../../lib/http-handler.ts";
import type { HttpAnswer } from "../../../lib/http/answer.ts";
import { httpApiEvent } from "../../support/events.ts";
import { documented } from "../../support/openapi/validate-exchange.ts";
import { hurriedClock } from "../support/hurried-clock.ts";
import { createTally, type Proof } from "../support/proof.ts";
import { judge, type Verdict } from "./oracle.ts";
import { reported } from "./texts.ts";
import { sent, toWire } from "./wires.ts";
import { startWireServer } from "./wire-server.ts";

/** Nothing here waits for it: what the server leaves open it ends itself. */
const deadlineMs = 20_000;

const body = JSON.stringify({
  consumerGroup: "orders",
  consumer: "orders-1",
  logsetId: "logset",
  topics: reported,
});

const preferences = [{}, { Accept: "text/plain" }, { Prefer: "return=minimal" }];

/**
 * The relay answers 2xx exactly when the bytes on the wire say yes, and then with that assignment.
 *
 * @throws with the counterexample, its seed and its path.
 */
export const proveAnswers: Proof = async ({ runs, seed }) => {
  const server = await startWireServer();
  const handler = documented(createHttpHandler(createSilentServices(server.url)));
  const tally = createTally();
  const property = fc.asyncProperty(sent, fc.nat({ max: 2 }), async (answer, preference) => {
    const wire = toWire(answer);
    server.answerWith(wire);
    const verdict = judge(wire, reported);
    const headers = { ...preferences[preference] };
    const event = httpApiEvent({ path: "/v1/heartbeats", headers, body });
    const given = await handler(event, createContext("relay", deadlineMs * 2));
    tally.count(`upstream says ${verdict.says}`, `relay answers ${given.statusCode}`);
    check(verdict, given);
    // A connection that has ended is known to have before the next beat.
    for (let turn = 0; turn < 3; turn += 1) await setImmediate();
  });
  try {
    await fc.assert(property, { numRuns: runs, seed });
  } finally {
    server.close();
  }
  return tally.rows();
};

function check(verdict: Verdict, { statusCode, headers, body: text }: HttpAnswer): void {
  if (verdict.says === "unclear") return;
  const renewed = statusCode >= 200 && statusCode < 300;
  strictEqual(renewed ? "yes" : "no", verdict.says, `${statusCode} ${text}`);
  if (verdict.says !== "yes" || headers["Content-Type"] !== "application/json") return;
  const { requestId, topics } = JSON.parse(text) as Record<string, unknown>;
  deepStrictEqual({ requestId, topics }, { requestId: verdict.requestId, topics: verdict.topics });
}

function createSilentServices(url: string) {
  const silent = () => undefined;
  return createServices({
    env: {
      TENCENTCLOUD_SECRET_ID: "AKIDofTheProof",
      TENCENTCLOUD_SECRET_KEY: "keyOfTheProof",
      TENCENTCLOUD_REGION: "ap-guangzhou",
      CLS_CONNECT_TO: url,
      CLS_RATE_PER_SECOND: "10000",
      RELAY_AUTH: "none",
      RELAY_DEADLINE_MS: String(deadlineMs),
    },
    clock: hurriedClock(deadlineMs / 2),
    log: { info: silent, warn: silent, error: silent, getLevelName: () => "SILENT" },
    metrics: { fields: () => ({}), publish: silent },
  });
}
