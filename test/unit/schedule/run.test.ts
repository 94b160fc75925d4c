import { expect, test } from "@jest/globals";
import type { Heartbeat } from "../../../lib/heartbeat/heartbeat.ts";
import type { Answer } from "../../../lib/tencent/heartbeat-client.ts";
import { createHandClock } from "../../support/hand-clock.ts";
import { createScheduled, minuteMs, ruleEvent, scheduledAlias } from "../../support/scheduled.ts";

const heartbeats = Array.from({ length: 30 }, (_, n) => ({
  consumerGroup: "g",
  consumer: `c${n}`,
  logsetId: "l",
  topics: ["t"],
}));
const unreachable: Answer = { ok: false, failure: { kind: "unreachable", reason: "" } };

test("the rate holds however many are due at once", async () => {
  const clock = createHandClock(minuteMs);
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
    file: { aliases: scheduledAlias("a", {}) },
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
    file: {
      aliases: {
        ...scheduledAlias("a", {}),
        ...scheduledAlias("b", {}),
        ...scheduledAlias("c", {}),
      },
    },
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
    file: { aliases: scheduledAlias("a", { scheduled: { everySeconds: 1 } }) },
    answer: () =>
      sent.length === 1 ? new Promise<Answer>((resolve) => (release = resolve)) : unreachable,
  });
  clock.after(2500, () => {
    release({ ok: true, assignment: { topics: new Map(), requestId: "r" } });
  });
  await run(ruleEvent(minuteMs), 6000).catch(() => undefined);
  expect((sent[1]?.atMs ?? 0) - (sent[0]?.atMs ?? 0)).toBeGreaterThanOrEqual(2500);
});

test("a beat that the pace pushes past the remaining time is not sent, is recorded, and fails the run", async () => {
  const clock = createHandClock(minuteMs);
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
  await run(ruleEvent(minuteMs));
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
  const file = {
    aliases: { ...scheduledAlias("a", {}), ...scheduledAlias("b", {}), ...scheduledAlias("c", {}) },
  };
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
