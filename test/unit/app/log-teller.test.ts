import { expect, test } from "@jest/globals";
import { alarmKinds } from "../../../lib/alive/transition.ts";
import { toTransition } from "../../../lib/alive/watch/alarm.ts";
import { createLogTeller, noteUntold } from "../../../lib/app/log-teller.ts";
import { createCapturedLog } from "../../support/captured-log.ts";

const { signal } = new AbortController();
const atMs = Date.UTC(2026, 0, 1);
const subject = { consumerGroup: "orders", logsetId: "l", topics: new Map([["t", [0, 1]]]) };

test("each transition is a line, a warning where it begins", async () => {
  const { log, lines } = createCapturedLog();
  const alarm = { kind: "unread", subject, sinceMs: atMs } as const;
  const transitions = [
    toTransition({ alarm, isOver: false, atMs }),
    toTransition({ alarm, isOver: true, atMs: atMs + 1000 }),
  ];
  await createLogTeller(log).tell(transitions, signal);
  const line = { consumerGroup: "orders", logsetId: "l", topics: { t: [0, 1] }, alarm: "unread" };
  expect(lines).toEqual([
    {
      ...{
        ...line,
        level: "WARN",
        message: "alarm: unread",
        alarmId: transitions[0]?.id,
        isOver: false,
      },
      ...{ at: "2026-01-01T00:00:00.000Z", since: "2026-01-01T00:00:00.000Z" },
      detail: "Nobody reads 2 partitions of group orders. Start its consumers.",
    },
    {
      ...{
        ...line,
        level: "INFO",
        message: "alarm over: unread",
        alarmId: transitions[1]?.id,
        isOver: true,
      },
      ...{ at: "2026-01-01T00:00:01.000Z", since: "2026-01-01T00:00:00.000Z" },
      detail:
        "No partition of group orders is known to be unread: they are read again, or those who held them are forgotten.",
    },
  ]);
});

test("each kind says in words what is wrong, and that it is over", async () => {
  const { log, lines } = createCapturedLog();
  const both = alarmKinds.flatMap((kind) =>
    [false, true].map((isOver) =>
      toTransition({ alarm: { kind, subject: {}, sinceMs: atMs }, isOver, atMs }),
    ),
  );
  await createLogTeller(log).tell(both, signal);
  expect(new Set(lines.map(({ detail }) => detail)).size).toBe(2 * alarmKinds.length);
  expect(new Set(both.map(({ id }) => id)).size).toBe(2 * alarmKinds.length);
});

test("a teller that fails is named, without what it said", () => {
  const { log, lines } = createCapturedLog();
  noteUntold(log)("webhook", new Error("https://secret.example"));
  expect(lines).toMatchObject([{ level: "ERROR", teller: "webhook", thrown: { name: "Error" } }]);
  expect(JSON.stringify(lines)).not.toContain("secret");
});
