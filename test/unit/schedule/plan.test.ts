import { expect, test } from "@jest/globals";
import type { Alias, Cadence } from "../../../lib/config/relay-file.ts";
import { planBeats } from "../../../lib/schedule/plan.ts";
import { beatTimes, offsetMs } from "../../../lib/schedule/timetable.ts";

const heartbeat = {
  consumerGroup: "orders",
  consumer: "orders-1",
  logsetId: "logset",
  topics: new Map([["a", []]]),
};
const eventMs = Date.UTC(2026, 0, 1, 12);
const everyMs = 20_000;

const aliasesOf = (cadences: Record<string, Cadence | undefined>) =>
  new Map(
    Object.entries(cadences).map(([name, cadence]): [string, Alias] => [
      name,
      { heartbeat, ...(cadence && { cadence }) },
    ]),
  );
const windowOf = (epochMs: number) => ({
  fromEpochMs: epochMs - 2000,
  toEpochMs: epochMs + 58_000,
});
const timesOf = (cadence: Cadence, nowMs = 0) =>
  planBeats(aliasesOf({ a: cadence }), windowOf(eventMs), nowMs).map(({ atMs }) => nowMs + atMs);

/** The beats of the alias `a` in the minute that begins two seconds before the event. */
const minute = beatTimes({ name: "a", everyMs }, eventMs - 2000, eventMs + 58_000);

test("an alias that is scheduled is beaten at its times of the minute, from two seconds before", () => {
  expect(timesOf({ everyMs })).toEqual(minute);
  expect(minute).toHaveLength(3);
});

test("the last two seconds before an event are its own, and those before the next one are not", () => {
  const beatMs = eventMs + offsetMs({ name: "a", everyMs: 60_000 });
  const aliases = aliasesOf({ a: { everyMs: 60_000 } });
  const timesFrom = (openedMs: number) =>
    planBeats(aliases, windowOf(openedMs), 0).map(({ atMs }) => atMs);
  expect(timesFrom(beatMs + 2000)).toEqual([beatMs]);
  expect(timesFrom(beatMs + 2001)).toEqual([beatMs + 60_000]);
});

test("the beats of all aliases come in order of time, each with its heartbeat", () => {
  const aliases = aliasesOf({ a: { everyMs }, b: { everyMs: 5000 }, silent: undefined });
  const due = planBeats(aliases, windowOf(eventMs), 0);
  expect(due.filter(({ alias }) => alias === "a")).toHaveLength(3);
  expect(due.filter(({ alias }) => alias === "b")).toHaveLength(12);
  expect(due).toHaveLength(15);
  const times = due.map(({ atMs }) => atMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(due.every((beat) => beat.heartbeat === heartbeat)).toBe(true);
});

test("minutes that follow each other neither skip nor repeat a beat", () => {
  const aliases = aliasesOf({ a: { everyMs: 7000 } });
  const hour = Array.from({ length: 60 }, (_, count) =>
    planBeats(aliases, windowOf(eventMs + count * 60_000), 0).map(({ atMs }) => atMs),
  ).flat();
  const rhythm = { name: "a", everyMs: 7000 };
  expect(hour).toEqual(beatTimes(rhythm, eventMs - 2000, eventMs + 3_598_000));
});

test("of the beats already past only the last is kept, due at once", () => {
  const [first = 0, second = 0, third = 0] = minute;
  expect(timesOf({ everyMs }, first - 1)).toEqual(minute);
  expect(timesOf({ everyMs }, first)).toEqual(minute);
  expect(timesOf({ everyMs }, second)).toEqual([second, third]);
  expect(timesOf({ everyMs }, third - 1)).toEqual([second, third]);
  expect(timesOf({ everyMs }, third + 10_000)).toEqual([third]);
});

test("an alias with an end is beaten until then, and not at that moment", () => {
  const [first = 0, second = 0] = minute;
  expect(timesOf({ everyMs, untilEpochMs: second })).toEqual([first]);
  expect(timesOf({ everyMs, untilEpochMs: second + 1 })).toEqual([first, second]);
  expect(timesOf({ everyMs, untilEpochMs: eventMs + 3_600_000 })).toEqual(minute);
  expect(timesOf({ everyMs, untilEpochMs: eventMs - 3_600_000 })).toEqual([]);
});

test("an alias slower than a minute is beaten in the minute of its turn only", () => {
  const slow = { everyMs: 600_000 };
  const turnMs = offsetMs({ name: "a", ...slow });
  const beaten = Array.from({ length: 10 }, (_, count) =>
    planBeats(aliasesOf({ a: slow }), windowOf(count * 60_000 + 2000), 0),
  );
  expect(beaten.map((due) => due.length).filter((count) => count > 0)).toEqual([1]);
  expect(beaten[Math.floor(turnMs / 60_000)]).toMatchObject([{ atMs: turnMs }]);
});

test("without aliases no beat is due", () => {
  expect(planBeats(new Map(), windowOf(eventMs), eventMs)).toEqual([]);
});
