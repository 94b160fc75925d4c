import { describe, expect, test } from "@jest/globals";
import { setUpExactLimiter as setUp, secondOf } from "../../../support/exact-limiter.ts";

describe("in an open second", () => {
  test("two are leased at once: every other request asks nobody", async () => {
    const { ask, asked, settled, takeElsewhere } = setUp({ quota: 20 });
    takeElsewhere(0, 3);
    for (const name of ["a", "b", "c"]) await ask(name);
    expect(settled.map(({ name, granted }) => [name, granted])).toEqual([
      ["a", true],
      ["b", true],
      ["c", true],
    ]);
    expect(asked.map(({ count }) => count)).toEqual([2, 2]);
  });

  test("as many are leased as wait, and no more wait than there are", async () => {
    const { ask, asked, holdAnswers, settled } = setUp({ quota: 5 });
    const release = holdAnswers();
    for (const name of ["a", "b", "c", "d", "e", "f"]) await ask(name);
    expect(settled).toMatchObject([{ name: "f", granted: false }]);
    await release();
    expect(asked.map(({ count }) => count)).toEqual([2, 3]);
    await release();
    expect(settled.filter(({ granted }) => granted)).toHaveLength(5);
  });

  test("what is used up is told at once, with the time of the next slot, and not asked for again", async () => {
    const { ask, asked, settled, takeElsewhere, advance } = setUp();
    takeElsewhere(0, 3);
    await advance(300);
    await ask("a");
    await ask("b");
    expect(settled).toEqual([
      { name: "a", granted: false, retryAfterMs: 700 },
      { name: "b", granted: false, retryAfterMs: 1700 },
    ]);
    expect(asked).toHaveLength(1);
  });

  test("what is left of one second is not used in the next", async () => {
    const { ask, asked, settled, advance, takeElsewhere } = setUp();
    await ask("a");
    await advance(1000);
    takeElsewhere(1, 3);
    await ask("b");
    expect(asked.map(secondOf)).toEqual([0, 1]);
    expect(settled[1]).toMatchObject({ name: "b", granted: false });
  });

  test("whose lease ends soonest goes first", async () => {
    const { ask, holdAnswers, settled, takeElsewhere } = setUp();
    takeElsewhere(0, 2);
    const release = holdAnswers();
    await ask("late", { leaseEndsMs: 90_000 });
    await ask("soon", { leaseEndsMs: 30_000 });
    await release();
    expect(settled.filter(({ granted }) => granted).map(({ name }) => name)).toEqual(["soon"]);
  });
});

describe("a closed second", () => {
  test("is waited for by who may, with its slot leased ahead", async () => {
    const { ask, asked, settled, advance, clock } = setUp();
    await advance(910);
    await ask("patient", { maxWaitMs: 90 });
    await ask("hasty", { maxWaitMs: 89 });
    expect(asked.map(secondOf)).toEqual([1]);
    expect(settled).toMatchObject([{ name: "hasty", granted: false }]);
    await advance(89);
    expect(settled).toHaveLength(1);
    await advance(1);
    expect(settled[1]).toEqual({ name: "patient", granted: true, waitedMs: 90 });
    expect(clock.pending()).toBe(0);
  });

  test("comes when the open one is used up, for who may wait for it", async () => {
    const { ask, asked, settled, advance, takeElsewhere } = setUp();
    takeElsewhere(0, 3);
    await ask("a", { maxWaitMs: 1000 });
    expect(asked.map(secondOf)).toEqual([0, 1]);
    await advance(1000);
    expect(settled).toEqual([{ name: "a", granted: true, waitedMs: 1000 }]);
  });

  test("that is used up too is known ahead, and asked for no more", async () => {
    const { ask, asked, settled, takeElsewhere, advance } = setUp();
    for (const second of [0, 1]) takeElsewhere(second, 3);
    await ask("a", { maxWaitMs: 1500 });
    expect(settled).toMatchObject([{ name: "a", granted: false, retryAfterMs: 2000 }]);
    await advance(1000);
    await ask("b", { maxWaitMs: 500 });
    expect(settled[1]).toMatchObject({ name: "b", granted: false });
    expect(asked.map(secondOf)).toEqual([0, 1]);
  });

  test("is looked into two seconds ahead, and the third one when its time comes", async () => {
    const { ask, asked, settled, takeElsewhere, advance } = setUp();
    for (const second of [0, 1, 2]) takeElsewhere(second, 3);
    await ask("a", { maxWaitMs: 3000 });
    expect(asked.map(secondOf)).toEqual([0, 1, 2]);
    await advance(2000);
    await advance(1000);
    expect(asked.map(secondOf)).toEqual([0, 1, 2, 3]);
    expect(settled).toEqual([{ name: "a", granted: true, waitedMs: 3000 }]);
  });
});

describe("time", () => {
  test("that asking takes is no wait", async () => {
    const { ask, holdAnswers, settled, advance, takeElsewhere } = setUp();
    takeElsewhere(0, 2);
    const release = holdAnswers();
    await advance(800);
    await ask("a");
    await advance(50);
    await release();
    expect(settled).toEqual([{ name: "a", granted: true, waitedMs: 50 }]);
  });

  test("in which the second ends while it is asked about makes what is leased of it useless", async () => {
    const { ask, holdAnswers, settled, asked, advance } = setUp();
    const release = holdAnswers();
    await advance(880);
    await ask("hasty", { maxWaitMs: 50 });
    await ask("patient", { maxWaitMs: 150 });
    await advance(40);
    await release();
    expect(settled).toMatchObject([{ name: "hasty", granted: false }]);
    expect(asked.map(secondOf)).toEqual([0, 1]);
    await release();
    await advance(80);
    expect(settled[1]).toEqual({ name: "patient", granted: true, waitedMs: 120 });
  });

  test("set back forgets what was leased ahead", async () => {
    const { clock, ask, asked, advance } = setUp();
    await advance(10_000);
    await ask("a");
    const epochMs = clock.epochMs.bind(clock);
    clock.epochMs = () => epochMs() - 5000;
    await ask("b");
    expect(asked.map(secondOf)).toEqual([10, 5]);
  });

  test("after which a request is useless ends it, although the store has a slot", async () => {
    const { ask, holdAnswers, settled, advance } = setUp();
    const release = holdAnswers();
    await ask("a", { maxWaitMs: 500, latestUsefulMs: 60 });
    await advance(61);
    await release();
    expect(settled).toMatchObject([{ granted: false }]);
  });
});
