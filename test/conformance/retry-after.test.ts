import { createServer } from "node:http";
import { expect, test } from "@jest/globals";
import { problemAnswer } from "../../lib/http/problem-answer.ts";
import type { Denial } from "../../lib/ledger/ledger.ts";
import { toBeatError } from "../../lib/relay/beat-error.ts";
import { createFront } from "../../server/front.ts";
import { createHandClock } from "../support/hand-clock.ts";
import { beatRequest, heartbeat, json, startRelay } from "../support/start-relay.ts";
import { needs } from "../support/tools/needs.ts";
import { listen } from "../docs/clients/listen.ts";
import { statusesOf } from "./support/answers.ts";
import { curl } from "./support/tools.ts";

const retryMaxSeconds = 25;
const documented = ["--fail-with-body", "--retry", "3", "--retry-max-time", `${retryMaxSeconds}`];
const body = (consumer: string) => JSON.stringify({ ...heartbeat, consumer });

type Refusal = Exclude<Denial, { readonly reason: "superseded" }>;

/** The relay's own refusal, once; then a yes. */
async function startRefusing(denial: Refusal) {
  const failure = { kind: "refused", denial } as const;
  const error = toBeatError({ ok: false, failure, attempts: 0, upstreamMs: 0 }, 20);
  const refusal = problemAnswer(error, "r");
  const answers = [refusal, { ...refusal, statusCode: 200, headers: {}, body: "{}" }];
  const server = createServer((_request, response) => {
    const { statusCode, headers, body: text } = answers.shift() ?? refusal;
    response.writeHead(statusCode, { ...headers, "Content-Length": text.length }).end(text);
  });
  return listen(server);
}

/** What `curl` as documented makes of it. */
async function beat(url: string) {
  const startedMs = performance.now();
  const { answers, exitCode } = await curl([...documented, "-d", body("orders-2"), url]);
  const toldMs = Number(answers[0]?.headers["retry-after"]) * 1000;
  return { statuses: statusesOf(answers), exitCode, toldMs, tookMs: performance.now() - startedMs };
}

const refusals = (retryAfterMs: number): readonly Refusal[] => [
  { granted: false, reason: "no-room", retryAfterMs },
  { granted: false, reason: "key-limit", retryAfterMs },
  { granted: false, reason: "overloaded", retryAfterMs, fill: { held: 640, carries: 640 } },
];

needs(["curl"], "curl as documented", () => {
  test.each(refusals(1000))("waits as it is told: $reason", async (denial) => {
    const { statuses, exitCode, toldMs, tookMs } = await beat(await startRefusing(denial));
    expect([statuses, exitCode, toldMs]).toEqual([[429, 200], 0, 1000]);
    expect(tookMs).toBeGreaterThanOrEqual(toldMs);
  });

  test.each(refusals((retryMaxSeconds + 1) * 1000))(
    "would give up at once, told more than it may wait: $reason",
    async (denial) => {
      const { statuses, exitCode } = await beat(await startRefusing(denial));
      expect([statuses, exitCode]).toEqual([[429], 22]);
    },
  );

  test("gets in at the time that a relay without room has told it", async () => {
    const clock = createHandClock(Date.now());
    const env = { CLS_RATE_PER_SECOND: "1", RELAY_MAX_WAIT_MS: "0" };
    const relay = await startRelay({ env, overrides: { clock, random: () => 0.999 } });
    const front = createFront(async (...request) => {
      const answer = await relay.handler(...request);
      clock.advance(Number(answer.headers["Retry-After"] ?? 0) * 1000);
      return answer;
    });
    await relay.call(beatRequest({ body: body("orders-1") }));
    const { statuses, exitCode, toldMs, tookMs } = await beat(
      `${await listen(front)}/v1/heartbeats`,
    );
    expect([statuses, exitCode]).toEqual([[429, 200], 0]);
    expect(tookMs).toBeGreaterThanOrEqual(toldMs);
  });
});

test("a relay that is full tells nobody to wait longer than curl as documented would", async () => {
  const clock = createHandClock(Date.now());
  // Two a second carry four leases of 3 s.
  const file = { consumerGroups: { orders: { leaseSeconds: 3 } } };
  const env = { CLS_RATE_PER_SECOND: "2" };
  const relay = await startRelay({ file, env, overrides: { clock, random: () => 0.999 } });
  for (const consumer of ["1", "2", "3", "4"]) {
    const { statusCode } = await relay.call(beatRequest({ body: body(consumer) }));
    expect(statusCode).toBe(200);
    clock.advance(500);
  }
  const refusal = await relay.call(beatRequest({ body: body("5") }));
  expect(json(refusal)["code"]).toBe("overloaded");
  expect(Number(refusal.headers["Retry-After"])).toBeLessThan(retryMaxSeconds);
});
