import { expect, test } from "@jest/globals";
import { sleep } from "../../../../lib/base/clock.ts";
import { createAllowance } from "../../../../lib/ledger/table/allowance.ts";
import { createHandClock } from "../../../support/hand-clock.ts";
import { createVirtualClock } from "../../../support/virtual-clock.ts";

test("what is not spent is left for the next part, and what is used up aborts", async () => {
  const clock = createVirtualClock();
  const allowance = createAllowance(clock, 100);
  const ends: [number, boolean][] = [];
  const spend = (ms: number) =>
    allowance.spend(async (signal) => {
      await sleep(clock, ms, signal);
      ends.push([clock.nowMs(), signal.aborted]);
    });
  void (async () => {
    await spend(60);
    await sleep(clock, 1000);
    await spend(60);
    await spend(60);
  })();
  await clock.run(5000);
  expect(ends).toEqual([
    [60, false],
    [1100, true],
    [1100, true],
  ]);
});

test("where a part of the work fails, the rest of it is aborted", async () => {
  const clock = createHandClock();
  const allowance = createAllowance(clock, 100);
  let rest: AbortSignal | undefined;
  const failing = allowance.spend((signal) => {
    rest = signal;
    return Promise.reject(new Error("it is down"));
  });
  await expect(failing).rejects.toThrow("it is down");
  expect([rest?.aborted, clock.pending()]).toEqual([true, 0]);
});

test("work that fails has spent its time too", async () => {
  const clock = createVirtualClock();
  const allowance = createAllowance(clock, 100);
  const failing = allowance.spend(async () => {
    await sleep(clock, 70);
    throw new Error("it is down");
  });
  const failed = expect(failing).rejects.toThrow("it is down");
  await clock.run(70);
  await failed;
  void allowance
    .spend((signal) => sleep(clock, Infinity, signal))
    .then(() => ended.push(clock.nowMs()));
  const ended: number[] = [];
  await clock.run(1000);
  expect(ended).toEqual([100]);
});
