import { describe, expect, test } from "@jest/globals";
import type { Ledger } from "../../../lib/ledger/ledger.ts";
import { createMemoryLedger } from "../../../lib/ledger/memory.ts";
import { createVirtualClock } from "../../../test/support/virtual-clock.ts";
import { createCls } from "../model/cls.ts";
import { deployed, type DeployedOptions, type LedgerParts } from "../model/deployed.ts";
import { noFaults } from "../model/faults.ts";
import { createThrottle } from "../model/gateway.ts";
import type { Reply } from "../model/host.ts";
import { createLeases } from "../model/leases.ts";
import { createSandboxClock } from "../model/sandbox-clock.ts";
import { playWorld, type WorldOptions } from "../model/world.ts";

/** Each process for itself: what a ledger must be that knows of no other. */
const createLedger = createMemoryLedger;

function start(options: Partial<DeployedOptions> = {}) {
  const clock = createVirtualClock();
  const travelMs = { least: 20, most: 20 };
  const random = () => 0;
  const cls = createCls({ clock, random, leases: createLeases(1), faults: noFaults, travelMs });
  const host = deployed({ createLedger, ...options })({ clock, random, cls });
  const replies: (readonly [atMs: number, reply: Reply])[] = [];
  return {
    clock,
    counts: host.counts,
    replies,
    host,
    beat: (consumer: string) => {
      const startedMs = clock.nowMs();
      void host.beat(consumer).then((reply) => replies.push([clock.nowMs() - startedMs, reply]));
    },
  };
}

describe("the deployed form", () => {
  test("starts a sandbox for each beat that finds none free, and uses the last one again", async () => {
    const { clock, beat, counts, replies } = start();
    beat("a");
    beat("b");
    await clock.run(10_000);
    beat("a");
    await clock.run(20_000);
    // A start of 300 ms, and three round trips of 40 ms to CLS, of which the last beat needs one.
    expect(replies.map(([tookMs]) => tookMs)).toEqual([420, 420, 40]);
    expect(counts).toMatchObject({ sandboxes: 2, served: 3, billedMs: 880, notRenewed: 0 });
  });

  test("loses what has been idle for ten minutes", async () => {
    const { clock, beat, counts } = start();
    beat("a");
    await clock.run(599_000);
    beat("a");
    await clock.run(1_300_000);
    beat("a");
    await clock.run(1_310_000);
    expect(counts?.sandboxes).toBe(2);
  });

  test("refuses without Retry-After where no sandbox may be started", async () => {
    const { clock, beat, counts, replies } = start({ mostSandboxes: 1 });
    beat("a");
    beat("b");
    await clock.run(10_000);
    beat("b");
    await clock.run(20_000);
    expect(replies[0]).toEqual([0, { ok: false }]);
    expect(counts).toMatchObject({ withoutSandbox: 1, served: 2 });
  });

  test("refuses without Retry-After what the gateway's rate has no room for", async () => {
    const { clock, beat, counts, replies } = start({ throttle: { ratePerSecond: 1, burst: 1 } });
    beat("a");
    beat("b");
    await clock.run(10_000);
    expect(replies[0]).toEqual([0, { ok: false }]);
    expect(counts).toMatchObject({ throttled: 1, served: 1 });
  });

  test("has one table for all, the schedule included, and clocks of their own", async () => {
    const parts: LedgerParts[] = [];
    const stores = (all: LedgerParts): Ledger => {
      parts.push(all);
      return createMemoryLedger(all);
    };
    const { clock, beat, host } = start({ createLedger: stores, skewMs: 10 });
    beat("a");
    void host.beatOnSchedule?.("s");
    await clock.run(1000);
    const [ofSchedule, ofSandbox] = parts;
    const never = new AbortController().signal;
    void ofSchedule?.store.change({ key: "k", set: { a: 1 } }, never);
    await clock.run(2000);
    const read = ofSandbox?.store.read("k", never);
    await clock.run(3000);
    expect(await read).toEqual({ a: 1 });
    expect(ofSandbox?.clock.epochMs()).toBe(clock.epochMs() - 10);
  });

  test("counts a call to the table that a handler leaves behind", async () => {
    const careless = (all: LedgerParts): Ledger => {
      const ledger = createMemoryLedger(all);
      const enter: Ledger["enter"] = (entry) => {
        void all.clock.after(110, () => {
          void all.store.read("k", new AbortController().signal);
        });
        return ledger.enter(entry);
      };
      return { ...ledger, enter };
    };
    const { clock, beat, counts } = start({ createLedger: careless });
    beat("a");
    await clock.run(1000);
    expect(counts?.leftPending).toBe(1);
  });

  test("breaks the rate where each sandbox knows only its own calls", async () => {
    const fleet: WorldOptions = {
      seed: 1,
      minutes: 2,
      offeredPerSecond: 10,
      pace: "timer",
      spreadMs: 100,
      createHost: deployed({ createLedger }),
    };
    const { cls, host } = await playWorld(fleet);
    expect(cls.refused).toBeGreaterThan(100);
    expect(host?.sandboxes).toBeGreaterThan(100);
  });

  test("plays what the schedule beats besides", async () => {
    const fleet: WorldOptions = {
      seed: 1,
      minutes: 2,
      offeredPerSecond: 2,
      pace: "curl",
      scheduledPerSecond: 3,
      createHost: deployed({ createLedger }),
    };
    const { leases, host } = await playWorld(fleet);
    expect(leases).toMatchObject({ lost: 0, joinedInTime: 36 + 54 });
    expect(host?.served).toBeLessThan(300);
  });
});

test("the gateway's bucket lets a burst pass, and then as many as its rate", async () => {
  const clock = createVirtualClock();
  const passes = createThrottle(clock, { ratePerSecond: 10, burst: 3 });
  const countPassed = () => Array.from({ length: 10 }, () => passes()).filter(Boolean).length;
  expect(countPassed()).toBe(3);
  await clock.run(200);
  expect(countPassed()).toBe(2);
  await clock.run(10_000);
  expect(countPassed()).toBe(3);
});

describe("the clock of a sandbox", () => {
  test.each([
    [true, 100],
    [false, 900],
  ])("that stands still: %s has come to %d ms after a freeze", async (standsStill, nowMs) => {
    const clock = createVirtualClock(0);
    const own = createSandboxClock(clock, { skewMs: -7.5, standsStill });
    await clock.run(100);
    own.freeze();
    await clock.run(900);
    own.thaw();
    expect([own.nowMs(), own.epochMs()]).toEqual([nowMs, 892]);
  });

  test("runs in the freeze nothing, and after it what fell due and was not cancelled", async () => {
    const clock = createVirtualClock();
    const own = createSandboxClock(clock, { skewMs: 0, standsStill: true });
    const ran: string[] = [];
    own.after(50, () => ran.push("due"));
    const cancel = own.after(60, () => ran.push("cancelled"));
    own.after(500, () => ran.push("later"));
    own.freeze();
    await clock.run(100);
    cancel();
    expect(ran).toEqual([]);
    own.thaw();
    own.thaw();
    expect(ran).toEqual(["due"]);
    await clock.run(1000);
    expect(ran).toEqual(["due", "later"]);
  });
});
