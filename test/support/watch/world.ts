import { sleep } from "../../../lib/base/clock.ts";
import { createConsumers } from "../../../lib/alive/consumers.ts";
import type { Transition } from "../../../lib/alive/transition.ts";
import { createMemoryJournal } from "../../../lib/alive/watch/journal.ts";
import { createTableJournal } from "../../../lib/alive/watch/table-journal.ts";
import { createWatch } from "../../../lib/alive/watch/watch.ts";
import { createMemoryLedger } from "../../../lib/ledger/memory.ts";
import { createTableLedger } from "../../../lib/ledger/table/table-ledger.ts";
import { createRelay } from "../../../lib/relay/relay.ts";
import { createRandom, uniform } from "../random.ts";
import { createTestStore } from "../table-store.ts";
import { createVirtualClock } from "../virtual-clock.ts";
import { createSandboxClock } from "./sandbox-clock.ts";
import { createTrueLeases } from "./true-leases.ts";

export type Heard = Transition & { readonly heardMs: number };

const ratePerSecond = 20;
const callMs = 3000;
const settings = { aliases: new Map(), completeGroups: new Set(["mails"]) };
const startMs = Date.UTC(2026, 0, 1);

export type WorldOptions = {
  /** Of each process what its wall clock is off by. */
  readonly skewsMs: readonly number[];
  /** How many of them are not called and only look; 0: all look and are called. */
  readonly lookers: number;
  readonly seed?: number;
  readonly hasTable: boolean;
  readonly periodMs: number;
  /** How much later than its time a look begins at most. */
  readonly lateMs: number;
};

/** Consumers that beat through the relay's own code, at a CLS that keeps true leases. */
export function createWorld({ skewsMs, lookers, seed = 7, ...options }: WorldOptions) {
  const { hasTable, periodMs, lateMs } = options;
  const clock = createVirtualClock(startMs);
  const random = createRandom(seed);
  const leases = createTrueLeases(clock, random);
  const store = createTestStore({ clock, tripMs: () => uniform(random, 2, 12) });
  const heard: Heard[] = [];
  const teller = {
    tell(transitions: readonly Transition[]) {
      heard.push(...transitions.map((one) => ({ ...one, heardMs: clock.epochMs() })));
      return Promise.resolve();
    },
  };

  const createProcess = (skewMs: number) => {
    const own = createSandboxClock(clock, skewMs);
    const parts = { clock: own, random, ratePerSecond };
    const memory = createMemoryLedger(parts);
    const quiet = { onFallback: () => undefined, onFailure: () => undefined };
    const ledger = hasTable
      ? createTableLedger({ ...parts, ...quiet, store, fallback: memory })
      : memory;
    const client = leases.clientOf(own);
    const watch = createWatch({
      consumers: createConsumers({ ledger, clock: own, callMs, settings, ratePerSecond }),
      journal: hasTable ? createTableJournal(store, own) : createMemoryJournal(own),
      tellers: new Map([["test", teller]]),
      onFailure: () => undefined,
      ...{ clock: own, callMs, periodMs, ratePerSecond, settings },
    });
    return { own, watch, relay: createRelay({ ...parts, client, ledger, maxWaitMs: 1000 }) };
  };
  const processes = skewsMs.map(createProcess);
  const callers = processes.slice(0, processes.length - lookers);

  const lookForever = async ({ own, watch }: ReturnType<typeof createProcess>) => {
    for (let at = periodMs; ; at += periodMs) {
      await sleep(clock, at + random() * lateMs - clock.nowMs());
      await own.thawed();
      // Never two at once, as a timer that waits for its look.
      await watch.look().catch(() => undefined);
    }
  };

  /** Beats until it is stopped, as a loop does that keeps to what the relay answers. */
  const start = (consumer: string, instance = "host", consumerGroup = "orders") => {
    const topics = new Map([["t", []]]);
    const heartbeat = { logsetId: "logset", consumerGroup, consumer, topics };
    let isStopped = false;
    const beat = async () => {
      // Nobody is led to a process that is frozen, unless it is the only one.
      const awake = callers.filter(({ own }) => !own.isFrozen());
      const process = awake[Math.floor(random() * awake.length)] ?? callers[0];
      await process?.own.thawed();
      const options = { timeLeftMs: callMs, traceId: instance, sender: { instance } };
      return process?.relay.beat(heartbeat, { ...options, key: { name: "k" } });
    };
    const loop = async () => {
      while (!isStopped) {
        // A caller has a time limit of its own.
        const report = await Promise.race([beat(), sleep(clock, 5000)]);
        await sleep(clock, report?.ok ? report.nextBeatInMs : uniform(random, 2000, 4000));
      }
    };
    void loop();
    return {
      crash: () => void (isStopped = true),
      async leave() {
        isStopped = true;
        const { signal } = new AbortController();
        await callers[0]?.relay.leave(heartbeat, { key: { name: "k" }, signal });
      },
    };
  };

  /** Does it so many minutes from now. */
  const at = (minute: number, act: () => unknown) =>
    void clock.after(minute * 60_000, () => void act());
  for (const looker of processes.slice(-lookers)) void lookForever(looker);
  return {
    ...{
      heard,
      leases,
      store,
      start,
      at,
      callers,
      looker: lookers > 0 ? processes.at(-1) : undefined,
    },
    minuteMs: (minute: number) => startMs + minute * 60_000,
    run: (minutes: number) => clock.run(minutes * 60_000),
  };
}
