import { describe, expect, test } from "@jest/globals";
import {
  createRateLimiter,
  type Slot,
  type SlotRequest,
} from "../../../lib/ledger/even-limiter.ts";
import { createHandClock } from "../../support/hand-clock.ts";

/** A limiter on a hand clock that writes down what became of each named request, in order. */
function setUp({ perSecond = 20, random = 0, mostWaiting }: Partial<Options> = {}) {
  const clock = createHandClock();
  const limiter = createRateLimiter({
    clock,
    perSecond,
    random: () => random,
    ...(mostWaiting === undefined ? {} : { mostWaiting }),
  });
  const settled: (Slot & { readonly name: string })[] = [];
  const ask = (name: string, request: Partial<SlotRequest> = {}) => {
    void limiter
      .acquire({ leaseEndsMs: Infinity, maxWaitMs: 1000, ...request })
      .then((slot) => settled.push({ name, ...slot }));
  };
  const advance = async (ms: number) => {
    clock.advance(ms);
    await turn();
  };
  const granted = () => settled.filter((slot) => slot.granted).map(({ name }) => name);
  const refused = () => settled.filter((slot) => !slot.granted).map(({ name }) => name);
  return { clock, limiter, settled, ask, advance, granted, refused };
}

type Options = { perSecond: number; random: number; mostWaiting: number };

/** Lets all that was queued run. */
async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe("slots", () => {
  test("the first is free at once and the next ones are evenly apart", async () => {
    const { ask, advance, settled } = setUp();
    for (const name of ["a", "b", "c"]) ask(name);
    await advance(0);
    expect(settled).toEqual([{ name: "a", granted: true, waitedMs: 0 }]);
    await advance(49);
    expect(settled).toHaveLength(1);
    await advance(1);
    expect(settled[1]).toEqual({ name: "b", granted: true, waitedMs: 50 });
    await advance(50);
    expect(settled[2]).toEqual({ name: "c", granted: true, waitedMs: 100 });
  });

  test("a wait is counted from its own request", async () => {
    const { ask, advance, settled } = setUp();
    await advance(1000);
    ask("a");
    await advance(20);
    ask("b");
    await advance(30);
    expect(settled[1]).toEqual({ name: "b", granted: true, waitedMs: 30 });
  });

  test("an idle hour saves up no burst", async () => {
    const { ask, advance, granted } = setUp();
    ask("before");
    await advance(3_600_000);
    ask("a");
    ask("b");
    await advance(49);
    expect(granted()).toEqual(["before", "a"]);
  });

  test("a late timer pushes the later slots back", async () => {
    const { clock, ask, granted } = setUp();
    let lateMs = 0;
    const after = clock.after.bind(clock);
    clock.after = (delayMs, callback) => after(delayMs + lateMs, callback);
    lateMs = 30;
    for (const name of ["a", "b", "c"]) ask(name);
    lateMs = 0;
    clock.advance(129);
    await turn();
    expect(granted()).toEqual(["a", "b"]);
    clock.advance(1);
    await turn();
    expect(granted()).toEqual(["a", "b", "c"]);
  });

  test("an early timer grants nothing before the slot", async () => {
    const { clock, ask, advance, granted } = setUp();
    const after = clock.after.bind(clock);
    let earlyMs = 5;
    clock.after = (delayMs, callback) => {
      const cancel = after(delayMs - earlyMs, callback);
      earlyMs = 0;
      return cancel;
    };
    ask("a");
    ask("b");
    await advance(49);
    expect(granted()).toEqual(["a"]);
    await advance(1);
    expect(granted()).toEqual(["a", "b"]);
  });

  test("one that comes while a timer is late takes the slot that is due", async () => {
    const { clock, ask, advance, granted } = setUp();
    clock.after = () => () => {};
    ask("a");
    ask("b", { leaseEndsMs: 9000 });
    await advance(60);
    ask("c", { leaseEndsMs: 8000 });
    await turn();
    expect(granted()).toEqual(["a", "c"]);
  });

  test("a tenth of a call a second is a slot every ten seconds", async () => {
    const { ask, advance, granted } = setUp({ perSecond: 0.1 });
    ask("a");
    ask("b", { maxWaitMs: 10_000 });
    await advance(9_999);
    expect(granted()).toEqual(["a"]);
    await advance(1);
    expect(granted()).toEqual(["a", "b"]);
  });

  test("a rate that does not divide a second is rounded to the safe side", async () => {
    const { ask, advance, granted } = setUp({ perSecond: 3 });
    ask("a");
    ask("b");
    await advance(333.333);
    expect(granted()).toEqual(["a"]);
    await advance(0.001);
    expect(granted()).toEqual(["a", "b"]);
  });
});

describe("the order", () => {
  test("is by the end of the lease, and for ties by arrival", async () => {
    const { ask, advance, granted } = setUp();
    ask("first come");
    ask("join");
    ask("late", { leaseEndsMs: 30_000 });
    ask("soon", { leaseEndsMs: 10_000 });
    ask("soon too", { leaseEndsMs: 10_000 });
    ask("between", { leaseEndsMs: 20_000 });
    await advance(250);
    expect(granted()).toEqual(["first come", "soon", "soon too", "between", "late", "join"]);
  });

  test("a request that a sooner lease pushes past its wait is refused then", async () => {
    const { ask, advance, granted, refused } = setUp();
    ask("a");
    ask("b", { maxWaitMs: 50, leaseEndsMs: 9000 });
    await advance(20);
    expect(refused()).toEqual([]);
    ask("c", { leaseEndsMs: 8000 });
    await advance(0);
    expect(refused()).toEqual(["b"]);
    await advance(30);
    expect(granted()).toEqual(["a", "c"]);
  });

  test("one that is pushed out makes way for those behind it", async () => {
    const { ask, advance, granted, refused } = setUp();
    ask("a");
    ask("b", { maxWaitMs: 50, leaseEndsMs: 8000 });
    ask("c", { maxWaitMs: 100, leaseEndsMs: 9000 });
    ask("d", { leaseEndsMs: 7000 });
    await advance(100);
    expect(granted()).toEqual(["a", "d", "c"]);
    expect(refused()).toEqual(["b"]);
  });
});

describe("what cannot be granted in time", () => {
  test("a wait that ends exactly at the slot is long enough", async () => {
    const { ask, advance, granted, refused } = setUp();
    ask("a");
    ask("too short", { maxWaitMs: 49.9 });
    ask("long enough", { maxWaitMs: 50 });
    await advance(0);
    expect(refused()).toEqual(["too short"]);
    await advance(50);
    expect(granted()).toEqual(["a", "long enough"]);
  });

  test("a wait that ends before the slot behind those who wait is refused at once", async () => {
    const { ask, advance, refused } = setUp();
    ask("a");
    ask("b");
    ask("too short", { maxWaitMs: 99.9 });
    ask("long enough", { maxWaitMs: 100 });
    await advance(0);
    expect(refused()).toEqual(["too short"]);
  });

  test("without a wait only a free slot will do", async () => {
    const { ask, advance, granted, refused } = setUp();
    ask("a", { maxWaitMs: 0 });
    ask("b", { maxWaitMs: 0 });
    await advance(0);
    expect([granted(), refused()]).toEqual([["a"], ["b"]]);
  });

  test("a request whose slot would come too late to be useful is refused at once, to the millisecond", async () => {
    const { ask, advance, granted, refused } = setUp();
    ask("a");
    ask("stale", { latestUsefulMs: 49.9 });
    ask("fresh", { latestUsefulMs: 50 });
    await advance(0);
    expect(refused()).toEqual(["stale"]);
    await advance(50);
    expect(granted()).toEqual(["a", "fresh"]);
  });

  test("a request that is too late on arrival takes no slot", async () => {
    const { ask, advance, granted, refused } = setUp();
    await advance(100);
    ask("stale", { latestUsefulMs: 99 });
    ask("fresh", { latestUsefulMs: 100 });
    await advance(0);
    expect([granted(), refused()]).toEqual([["fresh"], ["stale"]]);
  });

  test("a late timer finds the stale ones and passes the slot on", async () => {
    const { clock, ask, advance, granted, refused } = setUp();
    const after = clock.after.bind(clock);
    clock.after = (delayMs, callback) => after(delayMs + 30, callback);
    ask("a");
    ask("stale", { leaseEndsMs: 5000, latestUsefulMs: 60 });
    ask("fresh", { leaseEndsMs: 6000 });
    await advance(80);
    expect([granted(), refused()]).toEqual([["a", "fresh"], ["stale"]]);
  });

  test("only so many may wait, and the one that can best wait goes", async () => {
    const { ask, advance, refused, limiter } = setUp({ mostWaiting: 2 });
    ask("a");
    ask("b", { leaseEndsMs: 9000 });
    ask("c", { leaseEndsMs: 8000 });
    expect(limiter.backlog).toBe(2);
    ask("d", { leaseEndsMs: 7000 });
    await advance(0);
    expect(refused()).toEqual(["b"]);
    expect(limiter.backlog).toBe(2);
  });

  test("two thousand may wait unless told otherwise", async () => {
    const { ask, advance, refused, limiter } = setUp();
    for (let index = 0; index <= 2001; index += 1) ask(`${index}`, { maxWaitMs: 1e9 });
    await advance(0);
    expect(limiter.backlog).toBe(2000);
    expect(refused()).toEqual(["2001"]);
  });
});

describe("an aborted wait", () => {
  test("ends at once and leaves its slot to the next", async () => {
    const { clock, ask, advance, settled, granted } = setUp();
    const controller = new AbortController();
    ask("a");
    ask("aborted", { leaseEndsMs: 1000, signal: controller.signal });
    ask("c", { leaseEndsMs: 2000 });
    await advance(20);
    controller.abort();
    await advance(0);
    expect(settled[1]).toEqual({ name: "aborted", granted: false, retryAfterMs: 30 });
    await advance(30);
    expect(granted()).toEqual(["a", "c"]);
    expect(clock.pending()).toBe(0);
  });

  test("takes the timer with it when nobody else waits", () => {
    const { clock, ask, limiter } = setUp();
    const controller = new AbortController();
    ask("a");
    ask("b", { signal: controller.signal });
    expect(clock.pending()).toBe(1);
    controller.abort();
    expect(clock.pending()).toBe(0);
    expect(limiter.backlog).toBe(0);
  });

  test("makes nobody else's return later", async () => {
    const { ask, advance, settled } = setUp();
    const controller = new AbortController();
    ask("a");
    ask("aborted", { signal: controller.signal });
    controller.abort();
    ask("b", { maxWaitMs: 0 });
    await advance(0);
    expect(settled[2]).toEqual({ name: "b", granted: false, retryAfterMs: 50 });
  });

  test("does not begin under a signal that has aborted", async () => {
    const { ask, advance, settled, limiter } = setUp();
    ask("a", { signal: AbortSignal.abort() });
    await advance(0);
    expect(settled).toEqual([{ name: "a", granted: false, retryAfterMs: 0 }]);
    expect(limiter.load()).toBe(0);
    ask("b");
    ask("c", { signal: AbortSignal.abort() });
    await advance(0);
    expect(settled[2]).toEqual({ name: "c", granted: false, retryAfterMs: 50 });
  });

  test("after the grant it changes nothing", async () => {
    const { clock, ask, advance, granted } = setUp();
    const controller = new AbortController();
    ask("a", { signal: controller.signal });
    ask("b", { leaseEndsMs: 1000 });
    controller.abort();
    expect(clock.pending()).toBe(1);
    await advance(50);
    expect(granted()).toEqual(["a", "b"]);
  });

  test("changes nothing after a grant that was waited for, either", async () => {
    const { ask, advance, granted } = setUp();
    const controller = new AbortController();
    ask("a");
    ask("b", { signal: controller.signal });
    await advance(50);
    ask("c");
    controller.abort();
    await advance(50);
    expect(granted()).toEqual(["a", "b", "c"]);
  });
});

describe("the timer", () => {
  test("is one, however many wait, and none when nobody does", async () => {
    const { clock, ask, advance } = setUp();
    ask("a");
    expect(clock.pending()).toBe(0);
    ask("b");
    ask("c");
    expect(clock.pending()).toBe(1);
    await advance(50);
    expect(clock.pending()).toBe(1);
    await advance(50);
    expect(clock.pending()).toBe(0);
  });
});

describe("the return of those refused", () => {
  const retryAfter = (settled: readonly Slot[]) =>
    settled.flatMap((slot) => (slot.granted ? [] : [slot.retryAfterMs]));

  test("is a slot for each, behind those who wait", async () => {
    const { ask, advance, settled } = setUp();
    for (const name of ["granted", "waits", "waits too"]) ask(name);
    for (const name of ["x", "y", "z"]) ask(name, { maxWaitMs: 0 });
    await advance(0);
    expect(retryAfter(settled)).toEqual([150, 200, 250]);
  });

  test("comes nearer as time passes, and is never before the next free slot", async () => {
    const { ask, advance, settled } = setUp();
    ask("granted");
    ask("x", { maxWaitMs: 0 });
    await advance(40);
    ask("y", { maxWaitMs: 0 });
    await advance(1000);
    ask("granted");
    await advance(40);
    ask("z", { maxWaitMs: 0 });
    await advance(0);
    expect(retryAfter(settled)).toEqual([50, 60, 10]);
  });

  test("is spread by chance over a slot at least, and over a tenth of what lies ahead", async () => {
    const { ask, advance, settled } = setUp({ random: 0.5 });
    ask("granted");
    for (let index = 0; index < 21; index += 1) ask("x", { maxWaitMs: 0 });
    await advance(0);
    const afterMs = retryAfter(settled);
    expect(afterMs[0]).toBe(50 + 25);
    expect(afterMs[9]).toBe(500 + 25);
    expect(afterMs[20]).toBe(1050 + 52.5);
  });

  test("is never further than ten seconds, and beyond spread over the second five", async () => {
    const { ask, advance, settled } = setUp({ random: 0.5 });
    ask("granted");
    for (let index = 0; index < 500; index += 1) ask("x", { maxWaitMs: 0 });
    await advance(0);
    const afterMs = retryAfter(settled);
    expect(afterMs[199]).toBe(10_000 + 500);
    expect(afterMs[200]).toBe(7500);
    expect(afterMs[499]).toBe(7500);
    await advance(50);
    ask("granted");
    ask("y", { maxWaitMs: 0 });
    await advance(0);
    expect(retryAfter(settled)[500]).toBe(10_000 + 500);
  });

  test("is at half of what is left of a lease, if that is sooner", async () => {
    const { ask, advance, settled } = setUp();
    await advance(1000);
    ask("granted");
    ask("fills", { maxWaitMs: 0 });
    for (const leaseEndsMs of [1160, 1400, 1000]) ask("x", { leaseEndsMs, maxWaitMs: 0 });
    await advance(0);
    expect(retryAfter(settled)).toEqual([50, 80, 150, 200]);
  });

  test("is at the next slot, even for a lease that ends before it", async () => {
    const { ask, advance, settled } = setUp();
    ask("granted");
    ask("x", { leaseEndsMs: 40, maxWaitMs: 0 });
    await advance(0);
    expect(retryAfter(settled)).toEqual([50]);
  });
});

describe("the load", () => {
  test("is nothing before the first request and fades afterwards", async () => {
    const { limiter, ask, advance } = setUp();
    expect(limiter.load()).toBe(0);
    ask("a");
    expect(limiter.load()).toBeCloseTo(0.05, 10);
    await advance(1000);
    expect(limiter.load()).toBeCloseTo(0.05 * Math.exp(-1), 10);
  });

  test("is about one at the full rate and ten at ten times the rate, refused ones included", async () => {
    for (const [gapMs, load] of [
      [50, 1],
      [5, 10],
    ] as const) {
      const { limiter, ask, advance } = setUp();
      for (let ms = 0; ms < 5000; ms += gapMs) {
        ask("x", { maxWaitMs: 0 });
        await advance(gapMs);
      }
      expect(limiter.load() / load).toBeGreaterThan(0.95);
      expect(limiter.load() / load).toBeLessThan(1.05);
    }
  });

  test("does not fall below what still waits", async () => {
    const { limiter, ask, advance } = setUp();
    for (let index = 0; index < 61; index += 1) ask("x", { maxWaitMs: 10_000 });
    await advance(1500);
    expect(limiter.backlog).toBe(30);
    expect(limiter.load()).toBe(1.5);
  });

  test("of one request is a quarter where slots are a second or more apart", () => {
    for (const perSecond of [1, 0.1]) {
      const { limiter, ask } = setUp({ perSecond });
      ask("a");
      expect(limiter.load()).toBe(0.25);
    }
  });
});
