import { expect, test } from "@jest/globals";
import { createHandClock } from "../../support/hand-clock.ts";
import { createScheduled, minuteMs, ruleEvent, scheduledAlias } from "../../support/scheduled.ts";

const setUpClock = () => {
  const clock = createHandClock(minuteMs);
  return { clock, ...createScheduled({ clock, file: { aliases: scheduledAlias("orders-1") } }) };
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
    expect(await run(ruleEvent(minuteMs))).toMatchObject({ sent: 3, failed: 0 });
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
    const { run, sent } = createScheduled({ clock, file: { aliases: scheduledAlias(name) } });
    for (let minute = 0; minute < 4; minute += 1) {
      clock.advance(Math.max(0, openedMs(minute) - clock.nowMs()));
      await run(ruleEvent(minuteMs + openedMs(minute)));
    }
    const gaps = gapsOf(sent);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(36_000);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2000);
  }
});

test.each([25_000, 50_000])(
  "events that all come %i ms late leave no gap either",
  async (lateMs) => {
    for (const name of ["a", "b", "c", "d"]) {
      const clock = createHandClock(minuteMs + lateMs);
      const { run, sent } = createScheduled({ clock, file: { aliases: scheduledAlias(name) } });
      for (let minute = 0; minute < 5; minute += 1) {
        clock.advance(Math.max(0, minute * 60_000 - clock.nowMs()));
        await run(ruleEvent(minuteMs + minute * 60_000));
      }
      // The first event cannot tell whether the next one comes late as well.
      const gaps = gapsOf(sent.filter(({ nowMs }) => nowMs >= 60_000));
      expect(Math.max(...gaps)).toBeLessThanOrEqual(36_000);
      expect(gaps.length).toBeGreaterThanOrEqual(12);
    }
  },
);

test("an event that comes twice is beaten once", async () => {
  const { run, sent } = setUpClock();
  await run(ruleEvent(minuteMs));
  expect(await run(ruleEvent(minuteMs))).toMatchObject({ sent: 0, failed: 0 });
  expect(sent).toHaveLength(3);
});

test("the beats for which one run has no time are left to the next one", async () => {
  const clock = createHandClock(minuteMs);
  const file = { aliases: scheduledAlias("a", { scheduled: { everySeconds: 1 } }) };
  const { run, sent } = createScheduled({ clock, file });
  await run(ruleEvent(minuteMs), 10_000);
  clock.advance(minuteMs + 20_000 - clock.epochMs());
  await run(ruleEvent(minuteMs + 20_000), 10_000);
  const times = sent.map(({ atMs }) => Math.floor((atMs - minuteMs) / 1000));
  // What fell due in between is due at once, and once only.
  expect(times.filter((second) => second > 9)[0]).toBe(20);
});

test("the beats of a window that is long past are not sent", async () => {
  const { clock, run, sent } = setUpClock();
  await run(ruleEvent(minuteMs));
  clock.advance(minuteMs + 300_000 - clock.epochMs());
  const before = sent.length;
  await run(ruleEvent(minuteMs + 300_000));
  // A minute has three or four beats of one each 18 s.
  expect(sent.length - before).toBeLessThanOrEqual(4);
});

test("a sandbox whose monotonic clock stood still between two events leaves no gap", async () => {
  const clock = createHandClock(minuteMs);
  const file = { aliases: scheduledAlias("a", { scheduled: { everySeconds: 1 } }) };
  const { run, sent } = createScheduled({ clock, file });
  await run(ruleEvent(minuteMs));
  clock.setWallForward(minuteMs + 60_000 - clock.epochMs());
  await run(ruleEvent(minuteMs + 60_000));
  const seconds = sent.map(({ atMs }) => Math.floor((atMs - minuteMs) / 1000));
  // What was due while it was frozen is sent at once, and once only.
  const second = seconds.filter((due) => due >= 60);
  expect([second.length, second[0], second[1], second.at(-1)]).toEqual([59, 60, 60, 117]);
});

test("a host that does not say how long a run may last lets it last its minute", async () => {
  const { run, sent } = setUpClock();
  expect(await run(ruleEvent(minuteMs), Infinity)).toMatchObject({ sent: 3, failed: 0 });
  expect(sent).toHaveLength(3);
});
