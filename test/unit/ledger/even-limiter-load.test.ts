import { describe, expect, test } from "@jest/globals";
import { type Slot } from "../../../lib/ledger/even-limiter.ts";
import { setUpEvenLimiter as setUp } from "../../support/even-limiter.ts";

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
