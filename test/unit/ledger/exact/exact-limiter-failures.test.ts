import { describe, expect, test } from "@jest/globals";
import { setUpExactLimiter as setUp, turn, fail, never } from "../../../support/exact-limiter.ts";

describe("who gives up", () => {
  test("leaves its question unanswered, and nothing behind", async () => {
    const { ask, answerBy, settled, asked, clock, failures } = setUp();
    answerBy(never);
    const aborter = new AbortController();
    await ask("a", { signal: aborter.signal });
    aborter.abort();
    await turn();
    expect(settled).toEqual([{ name: "a", granted: false, retryAfterMs: 0 }]);
    expect(asked[0]?.signal.aborted).toBe(true);
    expect([clock.pending(), failures]).toEqual([0, []]);
  });

  test("makes way for the next one", async () => {
    const { ask, settled, advance, takeElsewhere } = setUp();
    await advance(950);
    takeElsewhere(1, 2);
    const aborter = new AbortController();
    await ask("a", { maxWaitMs: 100, signal: aborter.signal });
    await ask("b", { maxWaitMs: 100 });
    aborter.abort();
    await advance(50);
    expect(settled).toMatchObject([
      { name: "a", granted: false },
      { name: "b", granted: true },
    ]);
  });

  test("before it asks is not waited for", async () => {
    const { ask, settled, asked, advance } = setUp();
    await advance(960);
    await ask("a", { maxWaitMs: 100, signal: AbortSignal.abort() });
    expect(settled).toEqual([{ name: "a", granted: false, retryAfterMs: 40 }]);
    expect(asked).toEqual([]);
  });

  test("after its slot changes nothing", async () => {
    const { ask, settled } = setUp();
    const aborter = new AbortController();
    await ask("a", { signal: aborter.signal });
    aborter.abort();
    await turn();
    expect(settled).toEqual([{ name: "a", granted: true, waitedMs: 0 }]);
  });
});

describe("a store that fails", () => {
  test("costs nobody a slot: the fallback decides, with what is left of the wait", async () => {
    const { ask, answerBy, passed, settled, fallbacks, failures, advance } = setUp();
    answerBy(fail);
    await advance(950);
    await ask("a", { maxWaitMs: 80, leaseEndsMs: 9000 });
    expect(passed).toEqual([{ leaseEndsMs: 9000, maxWaitMs: 80 }]);
    expect(settled).toEqual([{ name: "a", granted: true, waitedMs: 7 }]);
    expect([fallbacks(), failures]).toEqual([1, ["down"]]);
  });

  test("by hanging costs 100 ms, and the wait of who may not wait so long is over then", async () => {
    const { ask, answerBy, passed, advance } = setUp();
    answerBy(never);
    const aborter = new AbortController();
    await ask("a", { maxWaitMs: 30, signal: aborter.signal });
    await ask("b", { maxWaitMs: 130 });
    await advance(100);
    expect(passed).toMatchObject([{ maxWaitMs: 0 }, { maxWaitMs: 30 }]);
    aborter.abort();
    await turn();
    expect(passed).toHaveLength(2);
  });

  test("twice is not asked for a while, and then again", async () => {
    const { ask, answerBy, asked, advance, limiter, passed } = setUp();
    answerBy(fail);
    for (const name of ["a", "b", "c"]) await ask(name);
    expect([asked.length, passed.length]).toEqual([2, 3]);
    expect([limiter.load(), limiter.backlog]).toEqual([0.25, 5]);
    answerBy();
    await advance(1000);
    await ask("d");
    expect([asked.length, passed.length]).toEqual([3, 3]);
  });
});

describe("what can be seen from outside", () => {
  test("load is what all have asked of the second, or what is asked here if that is more", async () => {
    const { ask, limiter, takeElsewhere, advance } = setUp();
    expect(limiter.load()).toBe(0);
    await ask("a");
    expect(limiter.load()).toBeCloseTo(2 / 3);
    takeElsewhere(1, 7);
    await advance(1000);
    await ask("b");
    expect(limiter.load()).toBeCloseTo(3);
    await advance(5000);
    expect(limiter.load()).toBeLessThan(0.1);
  });

  test("backlog is who waits, here and at the fallback", async () => {
    const { ask, limiter, advance } = setUp();
    await advance(950);
    await ask("a", { maxWaitMs: 100 });
    expect(limiter.backlog).toBe(6);
  });
});
