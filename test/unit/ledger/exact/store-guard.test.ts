import { describe, expect, test } from "@jest/globals";
import { createStoreGuard, type StoreFailure } from "../../../../lib/ledger/exact/store-guard.ts";
import type { Counted } from "../../../../lib/ledger/exact/shared-counter.ts";
import { createHandClock } from "../../../support/hand-clock.ts";

const good: Counted = { ok: true, total: 2 };
const bad: Counted = { ok: false, reason: "ECONNREFUSED" };

/** A guard before a store that answers when told to, and what became of the questions. */
function setUp() {
  const clock = createHandClock();
  const asked: { readonly signal: AbortSignal; readonly answer: (counted: Counted) => void }[] = [];
  const failures: StoreFailure[] = [];
  const answers: Counted[] = [];
  const guard = createStoreGuard({
    clock,
    counter: {
      add: (_second, _count, signal) =>
        new Promise((resolve) => asked.push({ signal, answer: resolve })),
    },
    onFailure: (failure) => failures.push(failure),
  });
  const ask = () => guard.ask(7, 2, (counted) => answers.push(counted));
  /** Asks, and has the store answer so. */
  const settle = async (counted: Counted) => {
    ask();
    asked.at(-1)?.answer(counted);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { clock, guard, asked, failures, answers, ask, settle };
}

describe("an answer", () => {
  test("in time is handed on, and leaves no timer", async () => {
    const { clock, settle, answers, guard, failures } = setUp();
    await settle(good);
    expect(answers).toEqual([good]);
    expect([clock.pending(), guard.isPaused(), failures]).toEqual([0, false, []]);
  });

  test("that does not come in 100 ms counts as none, and its request is aborted", async () => {
    const { clock, ask, asked, answers } = setUp();
    ask();
    clock.advance(99);
    expect(answers).toEqual([]);
    clock.advance(1);
    expect(answers).toEqual([{ ok: false, reason: "no answer in 100 ms" }]);
    expect(asked[0]?.signal.aborted).toBe(true);
    asked[0]?.answer(good);
    await new Promise((resolve) => setImmediate(resolve));
    expect(answers).toHaveLength(1);
  });

  test("to a question that was called off is heard by nobody and is no failure", async () => {
    const { clock, ask, asked, answers, failures } = setUp();
    ask()();
    expect(asked[0]?.signal.aborted).toBe(true);
    asked[0]?.answer(bad);
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(1000);
    expect([answers, failures, clock.pending()]).toEqual([[], [], 0]);
  });
});

describe("a store that fails", () => {
  test("once is asked again, and from then on left alone for longer and longer", async () => {
    const { clock, settle, guard, failures } = setUp();
    await settle(bad);
    expect([failures, guard.isPaused()]).toEqual([[{ reason: "ECONNREFUSED", pauseMs: 0 }], false]);
    for (const pauseMs of [1000, 2000, 4000, 8000, 8000]) {
      await settle(bad);
      expect(failures.at(-1)).toEqual({ reason: "ECONNREFUSED", pauseMs });
      clock.advance(pauseMs - 1);
      expect(guard.isPaused()).toBe(true);
      clock.advance(1);
      expect(guard.isPaused()).toBe(false);
    }
  });

  test("is trusted again with its first answer", async () => {
    const { clock, settle, failures } = setUp();
    await settle(bad);
    await settle(bad);
    clock.advance(1000);
    await settle(good);
    await settle(bad);
    expect(failures.map(({ pauseMs }) => pauseMs)).toEqual([0, 1000, 0]);
  });
});
