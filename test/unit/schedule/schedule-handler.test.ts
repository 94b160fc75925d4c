import { expect, test } from "@jest/globals";
import type { Heartbeat } from "../../../lib/heartbeat/heartbeat.ts";
import type { Answer } from "../../../lib/tencent/heartbeat-client.ts";
import { createHandClock } from "../../support/hand-clock.ts";
import { createScheduled, ruleEvent } from "../../support/scheduled.ts";

const minuteMs = Date.parse("2026-11-24T10:00:00Z");
const alias = (name: string, more: object = { scheduled: true }) => ({
  [name]: { consumerGroup: "orders", consumer: name, logsetId: "l", topics: { t: [0] }, ...more },
});
const at = ruleEvent;
const unreachable: Answer = { ok: false, failure: { kind: "unreachable", reason: "" } };

test("a scheduled alias beats every 18 s, minute after minute, without a gap", async () => {
  const clock = createHandClock(minuteMs);
  const { run, sent } = createScheduled({ clock, file: { aliases: alias("orders-1") } });
  for (let minute = 0; minute < 3; minute += 1) {
    const openedMs = minuteMs + minute * 60_000;
    clock.advance(Math.max(0, openedMs + 300 - clock.epochMs()));
    expect(await run(at(openedMs))).toMatchObject({ failed: 0 });
  }
  const gaps = sent.slice(1).map(({ atMs }, index) => atMs - (sent[index]?.atMs ?? 0));
  expect(gaps).toHaveLength(9);
  for (const gapMs of gaps) expect(Math.abs(gapMs - 18_000)).toBeLessThanOrEqual(2400);
});

test("everySeconds sets the cadence, and an alias that is not scheduled stays silent", async () => {
  const clock = createHandClock(minuteMs);
  const file = {
    aliases: {
      ...alias("a", { scheduled: { everySeconds: 5 } }),
      ...alias("b", {}),
      ...alias("c", { scheduled: false }),
    },
  };
  const { run, sent } = createScheduled({ clock, file });
  await run(at(minuteMs));
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
      ...alias("ended", until(minuteMs - 60_000)),
      ...alias("ending", until(minuteMs + 30_000)),
    },
  };
  const { run, sent } = createScheduled({ clock, file });
  await run(at(minuteMs));
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
    file: { aliases: alias("a", { scheduled: { everySeconds: 1 } }) },
  });
  await run(at(minuteMs), 10_000);
  expect(sent.length).toBeGreaterThan(5);
  expect(Math.max(...sent.map(({ atMs }) => atMs))).toBeLessThanOrEqual(minuteMs + 9500);
});

test("the rate holds however many are due at once", async () => {
  const clock = createHandClock(minuteMs);
  const heartbeats = Array.from({ length: 30 }, (_, n) => ({
    consumerGroup: "g",
    consumer: `c${n}`,
    logsetId: "l",
    topics: ["t"],
  }));
  const { run, sent } = createScheduled({ clock, file: {}, ratePerSecond: 10 });
  expect(await run({ heartbeats })).toMatchObject({ sent: 30, failed: 0 });
  for (let n = 10; n < 30; n += 1)
    expect((sent[n]?.atMs ?? 0) - (sent[n - 10]?.atMs ?? 0)).toBeGreaterThanOrEqual(1000);
});

test("a beat reports what the last one brought, and after a failure what was held before it", async () => {
  const clock = createHandClock(minuteMs);
  const answers: Answer[] = [
    { ok: true, assignment: { topics: new Map([["t", [0, 1]]]), requestId: "r" } },
    { ok: false, failure: { kind: "timeout" } },
    { ok: true, assignment: { topics: new Map([["t", [1]]]), requestId: "r" } },
    { ok: true, assignment: { topics: new Map([["t", []]]), requestId: "r" } },
  ];
  const { run, sent } = createScheduled({
    clock,
    file: { aliases: alias("a", {}) },
    answer: () => answers.shift() ?? unreachable,
  });
  await run({ heartbeats: ["a"] });
  await expect(run({ heartbeats: ["a"] })).rejects.toThrow("1 of 1 scheduled heartbeats failed");
  await run({ heartbeats: ["a"] });
  await run({ heartbeats: ["a"] });
  await expect(run({ heartbeats: ["a"] })).rejects.toThrow();
  const reported = sent.map(({ heartbeat }) => heartbeat.topics.get("t"));
  expect(reported.slice(0, 5)).toEqual([[0], [0, 1], [0, 1], [1], []]);
});

test("one failure stops none of the others, is logged, and fails the run", async () => {
  const clock = createHandClock(minuteMs);
  const answer = ({ consumer, topics }: Heartbeat): Answer =>
    consumer === "b" ? unreachable : { ok: true, assignment: { topics, requestId: "r" } };
  const { run, sent, lines } = createScheduled({
    clock,
    file: { aliases: { ...alias("a", {}), ...alias("b", {}), ...alias("c", {}) } },
    answer,
  });
  await expect(run({ heartbeats: ["a", "b", "c"] })).rejects.toThrow(
    "1 of 3 scheduled heartbeats failed",
  );
  expect(sent.map(({ heartbeat }) => heartbeat.consumer)).toEqual(["a", "b", "c", "b"]);
  expect(lines.at(-1)).toMatchObject({
    level: "ERROR",
    sent: 2,
    failed: 1,
    failures: [{ alias: "b", consumer: "b", outcome: "upstream-unreachable" }],
  });
});

test("an alias whose beat is still under way is not beaten again before its answer", async () => {
  const clock = createHandClock(minuteMs);
  let release: (answer: Answer) => void = () => undefined;
  const { run, sent } = createScheduled({
    clock,
    file: { aliases: alias("a", { scheduled: { everySeconds: 1 } }) },
    answer: () =>
      sent.length === 1 ? new Promise<Answer>((resolve) => (release = resolve)) : unreachable,
  });
  clock.after(2500, () => {
    release({ ok: true, assignment: { topics: new Map(), requestId: "r" } });
  });
  await run(at(minuteMs), 6000).catch(() => undefined);
  expect((sent[1]?.atMs ?? 0) - (sent[0]?.atMs ?? 0)).toBeGreaterThanOrEqual(2500);
});

test("an event more than 60 s old is refused, logged, and sends nothing", async () => {
  const clock = createHandClock(minuteMs + 60_001);
  const { run, sent, lines } = createScheduled({ clock, file: { aliases: alias("a") } });
  await expect(run(at(minuteMs))).rejects.toThrow("invalid-heartbeat");
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
  const { run, sent, lines } = createScheduled({ clock, file: { aliases: alias("a") } });
  await expect(run({ heartbeats: ["a", "nothing", { consumer: "x" }] })).rejects.toThrow(
    "invalid-heartbeat",
  );
  expect(sent).toEqual([]);
  const paths = (lines.at(-1)?.["faults"] as { path: string }[]).map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(["heartbeats.1", "heartbeats.2.consumerGroup", "heartbeats.2.topics"]),
  );
});

const setUpClock = () => {
  const clock = createHandClock(minuteMs);
  return { clock, ...createScheduled({ clock, file: { aliases: alias("orders-1") } }) };
};

/** On the monotonic clock, which is how long a lease waits. */
const gapsOf = (sent: readonly { readonly nowMs: number }[]) =>
  sent.slice(1).map(({ nowMs }, index) => nowMs - (sent[index]?.nowMs ?? 0));

test.each([90_000, -90_000, 3_600_000, -3_600_000])(
  "the wall clock set forward by %i ms in the middle of a run changes nothing in it",
  async (jumpMs) => {
    const { clock, run, sent } = setUpClock();
    clock.after(10_000, () => {
      clock.setWallForward(jumpMs);
    });
    expect(await run(at(minuteMs))).toMatchObject({ sent: 3, failed: 0 });
    for (const gapMs of gapsOf(sent)) expect(Math.abs(gapMs - 18_000)).toBeLessThanOrEqual(20);
    expect(clock.nowMs()).toBeLessThanOrEqual(58_100);
  },
);

test.each([
  ["20 ms late each time", (minute: number) => minute * 60_020],
  ["150 ms late each time", (minute: number) => minute * 60_150],
  ["one of them a second late", (minute: number) => minute * 60_000 + (minute === 1 ? 1000 : 0)],
  ["one of them 15 s late", (minute: number) => minute * 60_000 + (minute === 1 ? 15_000 : 0)],
  ["one of them a second early", (minute: number) => minute * 60_000 - (minute === 1 ? 1000 : 0)],
])("ticks that come %s leave no gap and beat nothing twice", async (_name, openedMs) => {
  // Over all offsets of an alias in its interval.
  for (const name of ["a", "b", "c", "d", "e", "f", "g", "h"]) {
    const clock = createHandClock(minuteMs);
    const { run, sent } = createScheduled({ clock, file: { aliases: alias(name) } });
    for (let minute = 0; minute < 4; minute += 1) {
      clock.advance(Math.max(0, openedMs(minute) - clock.nowMs()));
      await run(at(minuteMs + openedMs(minute)));
    }
    const gaps = gapsOf(sent);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(36_000);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2000);
  }
});

test("an event that comes twice is beaten once", async () => {
  const { run, sent } = setUpClock();
  await run(at(minuteMs));
  expect(await run(at(minuteMs))).toMatchObject({ sent: 0, failed: 0 });
  expect(sent).toHaveLength(3);
});

test("the beats for which one run has no time are left to the next one", async () => {
  const clock = createHandClock(minuteMs);
  const file = { aliases: alias("a", { scheduled: { everySeconds: 1 } }) };
  const { run, sent } = createScheduled({ clock, file });
  await run(at(minuteMs), 10_000);
  clock.advance(minuteMs + 20_000 - clock.epochMs());
  await run(at(minuteMs + 20_000), 10_000);
  const times = sent.map(({ atMs }) => Math.floor((atMs - minuteMs) / 1000));
  // What fell due in between is due at once, and once only.
  expect(times.filter((second) => second > 9)[0]).toBe(20);
});

test("the beats of a window that is long past are not sent", async () => {
  const { clock, run, sent } = setUpClock();
  await run(at(minuteMs));
  clock.advance(minuteMs + 300_000 - clock.epochMs());
  const before = sent.length;
  await run(at(minuteMs + 300_000));
  // A minute has three or four beats of one each 18 s.
  expect(sent.length - before).toBeLessThanOrEqual(4);
});

test("a sandbox whose monotonic clock stood still between two events leaves no gap", async () => {
  const clock = createHandClock(minuteMs);
  const file = { aliases: alias("a", { scheduled: { everySeconds: 1 } }) };
  const { run, sent } = createScheduled({ clock, file });
  await run(at(minuteMs));
  clock.setWallForward(minuteMs + 60_000 - clock.epochMs());
  await run(at(minuteMs + 60_000));
  const seconds = sent.map(({ atMs }) => Math.floor((atMs - minuteMs) / 1000));
  // What was due while it was frozen is sent at once, and once only.
  const second = seconds.filter((due) => due >= 60);
  expect([second.length, second[0], second[1], second.at(-1)]).toEqual([59, 60, 60, 117]);
});

test.each<[string, unknown, string[]]>([
  ["nothing", {}, ["source", "detail-type", "time"]],
  ["null", null, ["source", "detail-type", "time"]],
  ["a time alone", { time: "2026-11-24T10:00:00Z" }, ["source", "detail-type"]],
  ["a plugin's warm-up", { source: "serverless-plugin-warmup" }, ["source", "detail-type", "time"]],
  [
    "a change of an EC2 instance",
    at(minuteMs, { source: "aws.ec2", "detail-type": "EC2 Instance State-change Notification" }),
    ["source", "detail-type"],
  ],
  ["a custom event", at(minuteMs, { source: "my.app" }), ["source"]],
  ["EventBridge Scheduler's", at(minuteMs, { source: "aws.scheduler" }), ["source"]],
  ["a pattern rule's", at(minuteMs, { "detail-type": "Object Created" }), ["detail-type"]],
  ["a rule's without a time", at(minuteMs, { time: undefined }), ["time"]],
  ["SQS's", { Records: [{ eventSource: "aws:sqs" }] }, ["Records"]],
  ["the console's test", { key1: "value1" }, ["key1"]],
])("an event with %s is refused with a line, and beats nothing", async (_name, event, paths) => {
  const { run, sent, lines } = setUpClock();
  await expect(run(event)).rejects.toThrow("invalid-heartbeat");
  expect(sent).toEqual([]);
  expect(lines.at(-1)).toMatchObject({ message: "schedule refused", level: "ERROR" });
  expect((lines.at(-1)?.["faults"] as { path: string }[]).map(({ path }) => path)).toEqual(paths);
});

test("a host that does not say how long a run may last lets it last its minute", async () => {
  const { run, sent } = setUpClock();
  expect(await run(at(minuteMs), Infinity)).toMatchObject({ sent: 3, failed: 0 });
  expect(sent).toHaveLength(3);
});

test("a beat that the pace pushes past the remaining time is not sent, is recorded, and fails the run", async () => {
  const clock = createHandClock(minuteMs);
  const heartbeats = Array.from({ length: 30 }, (_, n) => ({
    consumerGroup: "g",
    consumer: `c${n}`,
    logsetId: "l",
    topics: ["t"],
  }));
  const { run, sent, lines } = createScheduled({ clock, file: {}, ratePerSecond: 5 });
  await expect(run({ heartbeats }, 3000)).rejects.toThrow(/of 30 scheduled heartbeats failed/);
  expect(sent.length).toBeLessThanOrEqual(15);
  const failed = lines.filter(({ outcome }) => outcome === "throttled");
  expect(failed.length + sent.length).toBe(30);
  expect(failed[0]).toMatchObject({ attempts: 0, source: "schedule" });
  expect(clock.epochMs()).toBeLessThanOrEqual(minuteMs + 3000);
});

test("a backlog sends nothing after scheduledUntil, and of one alias one beat at a time", async () => {
  const clock = createHandClock(minuteMs);
  const untilMs = minuteMs + 5000;
  const scheduled = { everySeconds: 1 };
  const scheduledUntil = new Date(untilMs).toISOString();
  const names = Array.from({ length: 40 }, (_, n) => `a${n}`);
  const preset = { consumerGroup: "g", consumer: "c", logsetId: "l", topics: ["t"] };
  const aliases = Object.fromEntries(
    names.map((name) => [name, { ...preset, scheduled, scheduledUntil }]),
  );
  const { run, sent } = createScheduled({ clock, file: { aliases }, ratePerSecond: 10 });
  await run(at(minuteMs));
  expect(sent.length).toBeGreaterThan(20);
  // The clock is moved in steps of 10 ms.
  expect(Math.max(...sent.map(({ atMs }) => atMs))).toBeLessThan(untilMs + 10);
});

test("a throw in one beat ends neither the others nor the process", async () => {
  const clock = createHandClock(minuteMs);
  const answer = ({ consumer, topics }: Heartbeat): Answer => {
    if (consumer === "b") throw new TypeError("a fault of ours");
    return { ok: true, assignment: { topics, requestId: "r" } };
  };
  const file = { aliases: { ...alias("a", {}), ...alias("b", {}), ...alias("c", {}) } };
  const { run, lines } = createScheduled({ clock, file, answer });
  await expect(run({ heartbeats: ["a", "b", "c"] })).rejects.toThrow("1 of 3");
  expect(lines.at(-1)).toMatchObject({
    sent: 2,
    failures: [{ alias: "b", outcome: "internal-error" }],
  });
  expect(lines.find(({ outcome }) => outcome === "internal-error")).toMatchObject({
    source: "schedule",
    alias: "b",
    thrown: { name: "TypeError" },
  });
});

test("an event from the future is refused like one from the past", async () => {
  const clock = createHandClock(minuteMs - 60_001);
  const { run, sent } = createScheduled({ clock, file: { aliases: alias("a") } });
  await expect(run(at(minuteMs))).rejects.toThrow("invalid-heartbeat");
  expect(sent).toEqual([]);
});
