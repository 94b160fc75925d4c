import { describe, expect, test } from "@jest/globals";
import { setUpEvenLimiter as setUp, turn } from "../../support/even-limiter.ts";

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
