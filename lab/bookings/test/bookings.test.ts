import { expect, test } from "@jest/globals";
import { createHandClock } from "../../../test/support/hand-clock.ts";
import { turn } from "../../../test/support/ledger.ts";
import { createTestStore } from "../../../test/support/table-store.ts";
import { createFarStore } from "../far-store.ts";
import { createPacedClock } from "../paced-clock.ts";

test("time passes as slowly as it is to, for timers that run as well", () => {
  const machine = createHandClock();
  const clock = createPacedClock(machine);
  const [startMs, startEpochMs] = [clock.nowMs(), clock.epochMs()];
  const rung: number[] = [];
  const ring = () => rung.push(clock.nowMs() - startMs);
  clock.setPace(10);
  clock.after(3, ring);
  clock.after(5, ring)();
  clock.after(9, ring);
  machine.advance(30);
  clock.setPace(2);
  machine.advance(12);
  expect(rung).toEqual([3, 9]);
  expect(clock.epochMs() - startEpochMs).toBe(9);
});

test("a call that is given up on its way to the table arrives all the same", async () => {
  const clock = createHandClock();
  const near = createTestStore({ clock });
  const tookMs: number[] = [];
  const far = createFarStore(near, {
    clock,
    roundTripMs: 3,
    onAnswer: (ms) => tookMs.push(ms),
  });
  const giveUp = new AbortController();
  const asked = far.change({ key: "k", set: { a: 1 } }, giveUp.signal);
  giveUp.abort();
  await expect(asked).rejects.toThrow("no answer in time");
  await expect(far.read("k", giveUp.signal)).rejects.toThrow("aborted");
  expect(near.asked).toEqual([]);
  clock.advance(3);
  await turn();
  expect([near.items.get("k"), tookMs]).toEqual([{ a: 1 }, [3]]);
});
