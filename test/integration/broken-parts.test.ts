import { expect, test } from "@jest/globals";
import { createContext } from "../../server/lambda-context.ts";
import { type Clock, systemClock } from "../../lib/base/clock.ts";
import { createHttpHandler } from "../../lib/http/http-handler.ts";
import { createScheduleHandler } from "../../lib/schedule/schedule-handler.ts";
import type { Log } from "../../lib/observe/logger.ts";
import type { Services } from "../../lib/app/services.ts";
import { httpApiEvent } from "../support/events.ts";
import { documented } from "../support/openapi/validate-exchange.ts";
import { ruleEvent } from "../support/scheduled.ts";
import { beatRequest, heartbeat, json, startRelay } from "../support/start-relay.ts";

const quoting = () => {
  throw new SyntaxError('Unexpected token in "the secret"');
};
const file = { aliases: { "orders-1": { ...heartbeat, scheduled: true } } };
const named = { heartbeats: ["orders-1"] };
const unwritten = { level: "ERROR", message: "heartbeat not recorded" };

function withRecorder({ services }: { services: Services }): Services {
  return { ...services, recorder: { write: quoting } };
}

test("a log that fails takes no answer from a caller", async () => {
  const relay = await startRelay();
  const handler = documented(createHttpHandler(withRecorder(relay)));
  const call = (request: object) => handler(httpApiEvent(request), createContext("relay", 5000));
  expect((await call(beatRequest())).statusCode).toBe(200);
  expect(json(await call(beatRequest({ body: "{" })))).toMatchObject({ code: "malformed-body" });
  expect(relay.lines.filter(({ level }) => level === "ERROR")).toMatchObject([
    unwritten,
    unwritten,
  ]);
  expect(JSON.stringify(relay.lines)).not.toContain("secret");
});

test("a log that fails even to say so takes no answer either", async () => {
  const relay = await startRelay({ file });
  const log: Log = { info: quoting, warn: quoting, error: quoting, getLevelName: () => "INFO" };
  const handler = documented(createHttpHandler({ ...withRecorder(relay), log }));
  const answers = [
    beatRequest(),
    { path: "/nowhere" },
    { path: "/v1/heartbeats/orders-1", method: "HEAD" },
    { path: "/v1/heartbeats/orders-1/fail" },
  ].map((request) => handler(httpApiEvent(request), createContext("relay", 5000)));
  expect((await Promise.all(answers)).map(({ statusCode }) => statusCode)).toEqual([
    200, 404, 204, 202,
  ]);
});

test("a log that fails stops no scheduled heartbeat", async () => {
  const relay = await startRelay({ file });
  const schedule = createScheduleHandler(withRecorder(relay));
  expect(await schedule(named, createContext("schedule", 5000))).toMatchObject({ sent: 1 });
  expect(relay.lines).toContainEqual(expect.objectContaining(unwritten));
});

test("an unexpected error ends a run without its message, and with nothing pending", async () => {
  let skippedMs = 0;
  const clock: Clock = {
    ...systemClock,
    nowMs: () => systemClock.nowMs() + skippedMs,
    epochMs: () => Date.now() + skippedMs,
    after(delayMs, callback) {
      // The run waits for its first beat, then for the next one, 20 s later; longer is a beat's deadline.
      if (skippedMs > 0 && delayMs > 10_000 && delayMs < 21_000) quoting();
      if (skippedMs > 0) return systemClock.after(delayMs, callback);
      skippedMs = delayMs;
      return systemClock.after(0, callback);
    },
  };
  const relay = await startRelay({ file, overrides: { clock } });
  const schedule = createScheduleHandler(relay.services);
  const event = ruleEvent(Date.now() + 2000);
  await expect(schedule(event, createContext("schedule", 70_000))).rejects.toThrow(
    /^internal-error$/,
  );
  expect(relay.lines).toContainEqual(
    expect.objectContaining({ level: "ERROR", message: "schedule failed" }),
  );
  expect(JSON.stringify(relay.lines)).not.toContain("secret");
  expect(relay.lines).toContainEqual(expect.objectContaining({ message: "heartbeat renewed" }));
});
