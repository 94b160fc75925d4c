import { expect, test } from "@jest/globals";
import type { Denial, Entry, Grant, Patience, Proof } from "../../../lib/ledger/ledger.ts";
import { createMemoryLedger } from "../../../lib/ledger/memory.ts";
import { createRelay } from "../../../lib/relay/relay.ts";
import type { Answer, HeartbeatClient } from "../../../lib/tencent/heartbeat-client.ts";
import { createHandClock } from "../../support/hand-clock.ts";
import {
  heartbeat,
  options,
  renewed,
  rules,
  timeout,
  turn,
  unreachable,
} from "../../support/relay-beat.ts";

const denial = { granted: false, reason: "no-room", retryAfterMs: 1000 } as const;

/** A ledger that grants so many calls and no more. */
function createDenied({
  grants,
  answer = renewed,
  denied = denial,
  isSilent = false,
}: {
  grants: number;
  readonly answer?: Answer;
  readonly denied?: Denial;
  /** Whether nothing can be told to it. */
  readonly isSilent?: boolean;
}) {
  const clock = createHandClock();
  const entered: Entry[] = [];
  const asked: Patience[] = [];
  const proven: string[] = [];
  const ends: string[] = [];
  const take = (patience: Patience): Promise<Grant> => {
    asked.push(patience);
    grants -= 1;
    if (grants < 0) return Promise.resolve(denied);
    const settle = (end: string) => {
      ends.push(end);
      return Promise.resolve();
    };
    return Promise.resolve({ granted: true, settle });
  };
  const ledger = {
    enter(entry: Entry) {
      entered.push(entry);
      return { take };
    },
    nextBeatInMs: (leaseMs: number) => leaseMs / 2,
    fill: () => ({ held: 0, carries: 0 }),
    sights: () => Promise.resolve([]),
    leave: () => Promise.resolve(0),
    prove(proof: Proof, signal: AbortSignal) {
      proven.push(proof.word);
      return new Promise<void>((resolve, reject) => {
        if (!isSilent) resolve();
        signal.addEventListener("abort", reject);
      });
    },
  };
  let connections = 0;
  const client: HeartbeatClient = {
    prepare() {
      connections += 1;
      return Promise.resolve(() => void (connections -= 1));
    },
    send() {
      expect(connections).toBe(1);
      return Promise.resolve(answer);
    },
  };
  // No retry of these waits: by chance it comes at once.
  const relay = createRelay({ client, clock, random: () => 0, ledger, ...rules });
  return { clock, relay, entered, asked, ends, proven, connections: () => connections };
}

test("what the ledger denies is reported, and not sent", async () => {
  const { relay, ends } = createDenied({ grants: 0, answer: renewed });
  expect(await relay.beat(heartbeat, options)).toEqual({
    ok: false,
    failure: { kind: "refused", denial },
    attempts: 0,
    upstreamMs: 0,
  });
  expect(ends).toEqual([]);
});

const keptAlive = { alias: "a", keepAliveMs: 900_000 };

test.each([
  ["no room", denial, keptAlive, ["alive"]],
  ["no room, of an alias that is not kept alive", denial, { alias: "a" }, []],
  ["no room, of the schedule", denial, { ...keptAlive, isScheduled: true }, []],
  ["a newer one", { granted: false, reason: "superseded" } as const, keptAlive, []],
])(
  "a beat that is not sent for %s proves that its consumer lives, or not",
  async (_why, denied, sender, words) => {
    const { relay, proven, clock } = createDenied({ grants: 0, denied });
    const report = await relay.beat(heartbeat, { ...options, sender });
    expect(report).toMatchObject({ ok: false, failure: { denial: denied } });
    expect(proven).toEqual(words);
    expect(clock.pending()).toBe(0);
  },
);

test("a ledger that cannot be told of a proof holds up the refusal for 100 ms", async () => {
  const { relay, clock } = createDenied({ grants: 0, isSilent: true });
  const beating = relay.beat(heartbeat, { ...options, sender: keptAlive });
  await turn();
  clock.advance(100);
  expect(await beating).toMatchObject({ ok: false, failure: { denial } });
  expect(clock.pending()).toBe(0);
});

test("a retry waits for a grant again, and without one the first answer is reported", async () => {
  const upstream = { code: "InternalError.DbError", message: "", requestId: "r" };
  const failed: Answer = { ok: false, failure: { kind: "rejected", upstream } };
  const { relay, asked } = createDenied({ grants: 1, answer: failed });
  expect(await relay.beat(heartbeat, options)).toMatchObject({ ...failed, attempts: 1 });
  expect(asked).toHaveLength(2);
});

test.each([
  ["one that is denied", 0],
  ["one whose retry is denied", 1],
  ["both attempts", 2],
])("the connection of a call is released when that has ended: %s", async (_what, grants) => {
  const { relay, connections } = createDenied({ grants, answer: unreachable });
  await relay.beat(heartbeat, options);
  expect(connections()).toBe(0);
});

test("the ledger hears whose beat it is, how long its lease lasts and how long it may wait", async () => {
  const { relay, entered, asked } = createDenied({ grants: 1, answer: renewed });
  const report = await relay.beat(heartbeat, { ...options, maxWaitMs: 200, isBulk: true });
  expect(report).toMatchObject({ ok: true, nextBeatInMs: 20_000 });
  expect(entered).toMatchObject([
    {
      consumer: '["logset","orders","orders-1"]',
      key: { name: "key" },
      leaseMs: 40_000,
      isBulk: true,
    },
  ]);
  expect(asked).toEqual([{ maxWaitMs: 200, latestUsefulMs: 3000 }]);
});

test("bodies are the same where topics and strategy are", async () => {
  const { relay, entered } = createDenied({ grants: 9, answer: renewed });
  for (const partitions of [[0], [1], [0]]) {
    await relay.beat({ ...heartbeat, topics: new Map([["a", partitions]]) }, options);
  }
  await relay.beat({ ...heartbeat, partitionStrategy: 2 }, options);
  const [first, second, third, fourth] = entered.map(({ body }) => body);
  expect(first).toBe(third);
  expect(new Set([first, second, fourth]).size).toBe(3);
  expect(first?.length).toBeLessThan(50);
});

test.each<[Answer, string]>([
  [renewed, "renewed"],
  [unreachable, "answered"],
  [timeout, "given-up"],
])("the ledger hears how the call ended: %j is %s", async (answer, end) => {
  const { relay, ends } = createDenied({ grants: 1, answer });
  await relay.beat(heartbeat, options);
  expect(ends).toEqual([end]);
});

test("a newer body is written when the call of the older one has ended", async () => {
  const clock = createHandClock();
  const sent: unknown[] = [];
  const answers = [Promise.withResolvers<Answer>(), Promise.withResolvers<Answer>()];
  const client: HeartbeatClient = {
    prepare: () => Promise.resolve(() => undefined),
    send: ({ topics }) => {
      sent.push(topics.get("a"));
      return answers[sent.length - 1]?.promise ?? Promise.resolve(unreachable);
    },
  };
  const random = () => 0.5;
  const ledger = createMemoryLedger({ clock, random, ratePerSecond: 20 });
  const relay = createRelay({ client, clock, random, ledger, ...rules });
  const beat = (partitions: number[]) =>
    relay.beat({ ...heartbeat, topics: new Map([["a", partitions]]) }, options);
  const older = beat([0]);
  await turn();
  const newer = beat([1]);
  await turn();
  expect(sent).toEqual([[0]]);
  answers[0]?.resolve(renewed);
  expect((await older).ok).toBe(true);
  await turn();
  expect(sent).toEqual([[0], [1]]);
  answers[1]?.resolve(renewed);
  expect((await newer).ok).toBe(true);
  expect(clock.pending()).toBe(0);
});
