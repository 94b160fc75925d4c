import { expect, test } from "@jest/globals";
import { alarmKinds, type Sample } from "../../lib/alive/transition.ts";
import { createLogTeller } from "../../lib/app/log-teller.ts";
import { toTransition } from "../../lib/alive/watch/alarm.ts";
import { createCapturedLog } from "../support/captured-log.ts";
import { inCode, read, section, table } from "../support/markdown.ts";

const page = read("docs/alarms.md");
const namesIn = (heading: string) =>
  table(section(page, heading)).flatMap(([cell = ""]) => inCode(cell));

test("docs/alarms.md has each kind of alarm", () => {
  expect(namesIn("What is told")).toEqual([...alarmKinds]);
});

test("and each field of a line", async () => {
  const { log, lines } = createCapturedLog();
  const names = { consumerGroup: "g", consumer: "c", logsetId: "l", alias: "a" };
  const subject = { ...names, topics: new Map([["t", [0]]]) };
  const alarm = { kind: "unread", subject, sinceMs: 0 } as const;
  const { signal } = new AbortController();
  await createLogTeller(log).tell([toTransition({ alarm, isOver: false, atMs: 0 })], signal);
  const { level, message, ...fields } = lines[0] ?? {};
  expect([level, message]).toEqual(["WARN", "alarm: unread"]);
  expect(namesIn("In the log").sort()).toEqual(Object.keys(fields).sort());
});

test("and each field of a sample", () => {
  const counted = { renewals: 0, refusals: 0, rebalances: 0, alive: 0, late: 0, expired: 0 };
  const sample: Sample = { atMs: 0, ...counted };
  expect(namesIn("Samples")).toEqual(Object.keys(sample));
});
