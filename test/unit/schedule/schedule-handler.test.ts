import { expect, test } from "@jest/globals";
import { createHandClock } from "../../support/hand-clock.ts";
import { createScheduled, minuteMs, ruleEvent, scheduledAlias } from "../../support/scheduled.ts";

const setUpClock = () => {
  const clock = createHandClock(minuteMs);
  return { clock, ...createScheduled({ clock, file: { aliases: scheduledAlias("orders-1") } }) };
};

test("a scheduled alias beats every 18 s, minute after minute, without a gap", async () => {
  const clock = createHandClock(minuteMs);
  const { run, sent } = createScheduled({ clock, file: { aliases: scheduledAlias("orders-1") } });
  for (let minute = 0; minute < 3; minute += 1) {
    const openedMs = minuteMs + minute * 60_000;
    clock.advance(Math.max(0, openedMs + 300 - clock.epochMs()));
    expect(await run(ruleEvent(openedMs))).toMatchObject({ failed: 0 });
  }
  const gaps = sent.slice(1).map(({ atMs }, index) => atMs - (sent[index]?.atMs ?? 0));
  expect(gaps).toHaveLength(9);
  for (const gapMs of gaps) expect(Math.abs(gapMs - 18_000)).toBeLessThanOrEqual(2400);
});

test("where the schedule is off, a minute beats nobody, and what an event names itself is beaten", async () => {
  const clock = createHandClock(minuteMs);
  const file = { aliases: scheduledAlias("orders-1") };
  const { run, sent } = createScheduled({ clock, file, env: { RELAY_SCHEDULE: "off" } });
  expect(await run(ruleEvent(minuteMs))).toEqual({ sent: 0, failed: 0, results: [] });
  expect(sent).toEqual([]);
  expect(await run({ heartbeats: ["orders-1"] })).toMatchObject({ sent: 1 });
});

test("everySeconds sets the cadence, and an alias that is not scheduled stays silent", async () => {
  const clock = createHandClock(minuteMs);
  const file = {
    aliases: {
      ...scheduledAlias("a", { scheduled: { everySeconds: 5 } }),
      ...scheduledAlias("b", {}),
      ...scheduledAlias("c", { scheduled: false }),
    },
  };
  const { run, sent } = createScheduled({ clock, file });
  await run(ruleEvent(minuteMs));
  expect(sent).toHaveLength(12);
  expect(new Set(sent.map(({ heartbeat }) => heartbeat.consumer))).toEqual(new Set(["a"]));
});

test("scheduledUntil ends it", async () => {
  const clock = createHandClock(minuteMs);
  const until = (epochMs: number) => ({
    scheduled: true,
    scheduledUntil: new Date(epochMs).toISOString(),
  });
  const file = {
    aliases: {
      ...scheduledAlias("ended", until(minuteMs - 60_000)),
      ...scheduledAlias("ending", until(minuteMs + 30_000)),
    },
  };
  const { run, sent } = createScheduled({ clock, file });
  await run(ruleEvent(minuteMs));
  expect(
    sent.every(
      ({ heartbeat, atMs }) => heartbeat.consumer === "ending" && atMs < minuteMs + 30_000,
    ),
  ).toBe(true);
  expect(sent.length).toBeGreaterThan(0);
});

test("no beat begins for which no time is left", async () => {
  const clock = createHandClock(minuteMs);
  const { run, sent } = createScheduled({
    clock,
    file: { aliases: scheduledAlias("a", { scheduled: { everySeconds: 1 } }) },
  });
  await run(ruleEvent(minuteMs), 10_000);
  expect(sent.length).toBeGreaterThan(5);
  expect(Math.max(...sent.map(({ atMs }) => atMs))).toBeLessThanOrEqual(minuteMs + 9500);
});

test("an event more than 60 s old is refused, logged, and sends nothing", async () => {
  const clock = createHandClock(minuteMs + 60_001);
  const { run, sent, lines } = createScheduled({ clock, file: { aliases: scheduledAlias("a") } });
  await expect(run(ruleEvent(minuteMs))).rejects.toThrow("invalid-heartbeat");
  expect(sent).toEqual([]);
  expect(lines.at(-1)).toMatchObject({
    message: "schedule refused",
    faults: [
      { path: "time", message: expect.stringContaining("more than 60 s from now") as unknown },
    ],
  });
});

test("a list with faults sends nothing and names them all", async () => {
  const clock = createHandClock(minuteMs);
  const { run, sent, lines } = createScheduled({ clock, file: { aliases: scheduledAlias("a") } });
  await expect(run({ heartbeats: ["a", "nothing", { consumer: "x" }] })).rejects.toThrow(
    "invalid-heartbeat",
  );
  expect(sent).toEqual([]);
  const paths = (lines.at(-1)?.["faults"] as { path: string }[]).map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(["heartbeats.1", "heartbeats.2.consumerGroup", "heartbeats.2.topics"]),
  );
});

test.each<[string, unknown, string[]]>([
  ["nothing", {}, ["source", "detail-type", "time"]],
  ["null", null, ["source", "detail-type", "time"]],
  ["a time alone", { time: "2026-11-24T10:00:00Z" }, ["source", "detail-type"]],
  ["a plugin's warm-up", { source: "serverless-plugin-warmup" }, ["source", "detail-type", "time"]],
  [
    "a change of an EC2 instance",
    ruleEvent(minuteMs, {
      source: "aws.ec2",
      "detail-type": "EC2 Instance State-change Notification",
    }),
    ["source", "detail-type"],
  ],
  ["a custom event", ruleEvent(minuteMs, { source: "my.app" }), ["source"]],
  ["EventBridge Scheduler's", ruleEvent(minuteMs, { source: "aws.scheduler" }), ["source"]],
  ["a pattern rule's", ruleEvent(minuteMs, { "detail-type": "Object Created" }), ["detail-type"]],
  ["a rule's without a time", ruleEvent(minuteMs, { time: undefined }), ["time"]],
  ["SQS's", { Records: [{ eventSource: "aws:sqs" }] }, ["Records"]],
  ["the console's test", { key1: "value1" }, ["key1"]],
])("an event with %s is refused with a line, and beats nothing", async (_name, event, paths) => {
  const { run, sent, lines } = setUpClock();
  await expect(run(event)).rejects.toThrow("invalid-heartbeat");
  expect(sent).toEqual([]);
  expect(lines.at(-1)).toMatchObject({ message: "schedule refused", level: "ERROR" });
  expect((lines.at(-1)?.["faults"] as { path: string }[]).map(({ path }) => path)).toEqual(paths);
});

test("an event from the future is refused like one from the past", async () => {
  const clock = createHandClock(minuteMs - 60_001);
  const { run, sent } = createScheduled({ clock, file: { aliases: scheduledAlias("a") } });
  await expect(run(ruleEvent(minuteMs))).rejects.toThrow("invalid-heartbeat");
  expect(sent).toEqual([]);
});

test("a host that gives the run no id gets one", async () => {
  const { run, lines } = setUpClock();
  await run(ruleEvent(minuteMs), 70_000, { awsRequestId: undefined });
  expect(JSON.stringify(lines)).toContain('"id-1"');
});
