import { describe, expect, test } from "@jest/globals";
import { setUpEvenLimiter as setUp } from "../../support/even-limiter.ts";

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
