import { expect, test } from "@jest/globals";
import { createCoalescer } from "../../../lib/relay/coalesce.ts";
import type { Heartbeat } from "../../../lib/heartbeat/heartbeat.ts";
import type { Notice } from "../../../lib/base/notice.ts";
import { createHandClock } from "../../support/hand-clock.ts";

const beat = (consumer: string, partitions: number[] = [0]): Heartbeat => ({
  consumerGroup: "g",
  consumer,
  logsetId: "l",
  topics: new Map([["t", partitions]]),
});

function setUp(windowMs = 0, mayStand: (result: string) => boolean = () => true) {
  const clock = createHandClock();
  const coalescer = createCoalescer<string>({ clock, windowMs, mayStand });
  const sent: {
    answer: (result: string) => void;
    fail: (why: Error) => void;
    isNewest: () => boolean;
  }[] = [];
  const send = (superseded: Notice) =>
    new Promise<string>((answer, fail) => {
      sent.push({ answer, fail, isNewest: () => !superseded.aborted });
    });
  const patient = () => new Promise<string>(() => undefined);
  const join = (heartbeat: Heartbeat, giveUp = patient) => coalescer.join(heartbeat, send, giveUp);
  return { clock, join, sent };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("identical beats of one consumer under way are one call", async () => {
  const { join, sent } = setUp();
  const both = Promise.all([join(beat("a")), join(beat("a"))]);
  await turn();
  expect(sent).toHaveLength(1);
  sent[0]?.answer("yes");
  expect(await both).toEqual([
    { result: "yes", coalesced: false },
    { result: "yes", coalesced: true },
  ]);
});

test("whoever waits for another's call may give up first", async () => {
  const { join, sent } = setUp();
  const first = join(beat("a"));
  expect(await join(beat("a"), () => Promise.resolve("too late"))).toEqual({
    result: "too late",
    coalesced: true,
  });
  sent[0]?.answer("yes");
  expect(await first).toEqual({ result: "yes", coalesced: false });
});

test("another consumer, another body and another strategy are calls of their own", async () => {
  const { join, sent } = setUp();
  void join(beat("a"));
  void join(beat("b"));
  void join(beat("a", [1]));
  void join({ ...beat("a", [1]), partitionStrategy: 2 });
  await turn();
  expect(sent).toHaveLength(4);
});

test("a newer body marks what is under way of that consumer as older, and of no other", async () => {
  const { join, sent } = setUp();
  void join(beat("a"));
  void join(beat("b"));
  await turn();
  expect(sent.map(({ isNewest }) => isNewest())).toEqual([true, true]);
  void join(beat("a", []));
  await turn();
  expect(sent.map(({ isNewest }) => isNewest())).toEqual([false, true, true]);
});

test("the end of an older one does not end the newer one's flight", async () => {
  const { join, sent } = setUp();
  const older = join(beat("a"));
  void join(beat("a", []));
  await turn();
  sent[0]?.answer("old");
  await older;
  void join(beat("a", []));
  await turn();
  expect(sent).toHaveLength(2);
});

test("without a window an answer stands for nobody later", async () => {
  const { join, sent } = setUp();
  const first = join(beat("a"));
  await turn();
  sent[0]?.answer("yes");
  await first;
  void join(beat("a"));
  await turn();
  expect(sent).toHaveLength(2);
});

test("within the window an answer stands for identical beats, and past it no more", async () => {
  const { clock, join, sent } = setUp(500);
  const first = join(beat("a"));
  await turn();
  sent[0]?.answer("yes");
  await first;
  clock.advance(499);
  expect(await join(beat("a"))).toEqual({ result: "yes", coalesced: true });
  clock.advance(1);
  void join(beat("a"));
  await turn();
  expect(sent).toHaveLength(2);
});

test("an answer from before a freeze stands for nobody, though its timer stood still", async () => {
  let frozenMs = 0;
  const hand = createHandClock();
  const clock = { ...hand, epochMs: () => hand.epochMs() + frozenMs };
  const coalescer = createCoalescer<string>({ clock, windowMs: 500, mayStand: () => true });
  const patient = () => new Promise<string>(() => undefined);
  const answers = ["before", "after"];
  const join = () =>
    coalescer.join(beat("a"), () => Promise.resolve(answers.shift() ?? ""), patient);
  expect((await join()).result).toBe("before");
  frozenMs = 500;
  expect((await join()).result).toBe("after");
});

test("a result that may not stand does not, window or not", async () => {
  const { join, sent } = setUp(500, (result) => result === "yes");
  const first = join(beat("a"));
  await turn();
  sent[0]?.answer("no");
  await first;
  void join(beat("a"));
  await turn();
  expect(sent).toHaveLength(2);
});

test("a throw reaches everybody and leaves nothing behind", async () => {
  const { join, sent } = setUp(500);
  const both = Promise.allSettled([join(beat("a")), join(beat("a"))]);
  await turn();
  sent[0]?.fail(new Error("broken"));
  expect((await both).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  void join(beat("a"));
  await turn();
  expect(sent).toHaveLength(2);
});
