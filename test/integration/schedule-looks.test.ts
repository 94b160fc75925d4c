import { expect, test } from "@jest/globals";
import { createContext } from "../../server/lambda-context.ts";
import { createMetricsTeller, type MetricsTeller } from "../../lib/app/metrics-teller.ts";
import { createWatching } from "../../lib/app/create-watching.ts";
import { createScheduleHandler } from "../../lib/schedule/schedule-handler.ts";
import { startDynamo, throttle } from "../support/dynamo.ts";
import { createHandClock } from "../support/hand-clock.ts";
import { ruleEvent } from "../support/scheduled.ts";
import { logsetId, startRelay, topicId } from "../support/start-relay.ts";

const dynamo = await startDynamo();
const file = {
  aliases: { "orders-1": { consumer: "orders-1", topics: [topicId] } },
  defaults: { consumerGroup: "orders", logsetId },
};
const alarmsIn = (lines: readonly { readonly message: string }[]) =>
  lines.map(({ message }) => message).filter((message) => message.startsWith("alarm"));

/** One function that is called, and one that runs each minute, on one table and one clock. */
async function startMinutes(metricsTeller?: MetricsTeller) {
  const clock = createHandClock(Date.UTC(2026, 5, 1));
  const options = { file, env: { CLS_RATE_PER_SECOND: "8", ...dynamo.env }, overrides: { clock } };
  const called = await startRelay(options);
  const scheduled = await startRelay({
    ...options,
    overrides: {
      ...{ clock, watching: { create: createWatching, periodMs: 60_000 } },
      ...(metricsTeller && { metricsTeller }),
    },
  });
  const schedule = createScheduleHandler(scheduled.services);
  const minute = async (event: unknown = ruleEvent(clock.epochMs())) => {
    const running = schedule(event, createContext("schedule", 70_000));
    expect(await running).toEqual({ sent: 0, failed: 0, results: [] });
    clock.advance(60_000);
  };
  return { clock, called, minute, lines: scheduled.lines, services: scheduled.services };
}

test("each minute it is looked who is alive, though nothing is scheduled", async () => {
  const metrics = createMetricsTeller(() => Promise.resolve(""));
  const { called, minute, lines, services } = await startMinutes(metrics);
  await minute();
  await called.call({ path: "/v1/heartbeats/orders-1" });
  for (let time = 0; time < 3; time += 1) await minute();
  expect(alarmsIn(lines)).toEqual(["alarm: expired"]);
  expect(lines.find(({ message }) => message === "alarm: expired")).toMatchObject({
    ...{ level: "WARN", consumerGroup: "orders", consumer: "orders-1", alias: "orders-1" },
  });
  await called.call({ path: "/v1/heartbeats/orders-1" });
  await minute();
  expect(alarmsIn(lines)).toEqual(["alarm: expired", "alarm over: expired"]);
  expect(metrics.transitions.counts()).toMatchObject({ expired: 1, recovered: 1, contested: 0 });
  expect((await services.readSamples?.())?.map(({ expired }) => expired)).toEqual([0, 1, 1, 0]);
});

test("an event that names its heartbeats is no look", async () => {
  const { minute } = await startMinutes();
  const calls = dynamo.calls();
  await minute({ heartbeats: [] });
  expect(dynamo.calls()).toBe(calls);
});

test("a look that fails fails no run", async () => {
  const { minute, lines } = await startMinutes();
  dynamo.answerBy(throttle);
  await minute();
  dynamo.answerBy();
  expect(lines.map(({ message }) => message)).toContain("it could not be looked who is alive");
});
