import { describe, expect, test } from "@jest/globals";
import { createExactLimiter } from "../../../../lib/ledger/exact/exact-limiter.ts";
import type { Slot, SlotRequest } from "../../../../lib/ledger/even-limiter.ts";
import { createLazyCounter, type Counted } from "../../../../lib/ledger/exact/shared-counter.ts";
import { createHandClock } from "../../../support/hand-clock.ts";

type Asked = { readonly second: number; readonly count: number; readonly signal: AbortSignal };
type Answer = (asked: Asked) => Promise<Counted> | Counted;

const startMs = Date.UTC(2026, 0, 1);
const secondOf = (asked: Asked | undefined) => (asked?.second ?? NaN) - startMs / 1000;

/** A limiter of 3 a second at the full second 0 on a hand clock; the store counts unless told otherwise. */
function setUp({ quota = 3 } = {}) {
  const clock = createHandClock(startMs);
  const totals = new Map<number, number>();
  const asked: Asked[] = [];
  const count: Answer = ({ second, count: more }) => {
    const total = (totals.get(second) ?? 0) + more;
    totals.set(second, total);
    return { ok: true, total };
  };
  let answer = count;
  const passed: SlotRequest[] = [];
  const failures: string[] = [];
  let fallbacks = 0;
  const limiter = createExactLimiter({
    clock,
    random: () => 0,
    quota,
    partPerSecond: 1,
    counter: {
      add: async (second, more, signal) => {
        const question = { second, count: more, signal };
        asked.push(question);
        return answer(question);
      },
    },
    fallback: {
      acquire: (request) => {
        passed.push(request);
        return Promise.resolve({ granted: true, waitedMs: 7 });
      },
      backlog: 5,
      load: () => 0.25,
    },
    onFallback: () => void (fallbacks += 1),
    onFailure: ({ reason }) => failures.push(reason),
  });
  const settled: (Slot & { readonly name: string })[] = [];
  const ask = async (name: string, request: Partial<SlotRequest> = {}) => {
    void limiter
      .acquire({ leaseEndsMs: Infinity, maxWaitMs: 0, ...request })
      .then((slot) => settled.push({ name, ...slot }));
    await turn();
  };
  const advance = async (ms: number) => {
    clock.advance(ms);
    await turn();
  };
  return {
    clock,
    limiter,
    asked,
    settled,
    passed,
    failures,
    fallbacks: () => fallbacks,
    ask,
    advance,
    /** As if other sandboxes had asked for so many of that second. */
    takeElsewhere: (second: number, taken: number) => totals.set(startMs / 1000 + second, taken),
    answerBy: (next: Answer = count) => {
      answer = next;
    },
    /** Lets the store count, but tell it only once the function returned is called. */
    holdAnswers: () => {
      const held: (() => void)[] = [];
      answer = (question) => {
        const counted = count(question);
        return new Promise((resolve) => {
          held.push(() => {
            resolve(counted);
          });
        });
      };
      return async () => {
        for (const release of held.splice(0)) release();
        await turn();
      };
    },
  };
}

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

const fail: Answer = () => ({ ok: false, reason: "down" });
const never: Answer = () => new Promise(() => undefined);

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

describe("a lazy counter", () => {
  const signal = new AbortController().signal;

  test("is made when first asked, and once", async () => {
    let made = 0;
    const counter = createLazyCounter(() => {
      made += 1;
      return Promise.resolve({
        add: (second, count) => Promise.resolve({ ok: true, total: second + count }),
      });
    });
    expect(made).toBe(0);
    expect(await counter.add(7, 2, signal)).toEqual({ ok: true, total: 9 });
    await counter.add(7, 2, signal);
    expect(made).toBe(1);
  });

  test("that cannot be made says so", async () => {
    const counter = createLazyCounter(() => Promise.reject(new Error("x")));
    expect(await counter.add(7, 2, signal)).toEqual({
      ok: false,
      reason: "the client of the store cannot be loaded",
    });
  });
});
