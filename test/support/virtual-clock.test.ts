import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { createVirtualClock } from "./virtual-clock.ts";

test("events come in the order of their times, those of one moment in the order of their making", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(20), { maxLength: 60 }), async (delaysMs) => {
      const clock = createVirtualClock();
      const seen: { readonly atMs: number; readonly index: number }[] = [];
      delaysMs.forEach((delayMs, index) => {
        clock.after(delayMs, () => seen.push({ atMs: clock.nowMs(), index }));
      });
      await clock.run(20);
      const expected = delaysMs
        .map((atMs, index) => ({ atMs, index }))
        .sort((a, b) => a.atMs - b.atMs || a.index - b.index);
      expect(seen).toEqual(expected);
    }),
  );
});

test("what an event sets off has run before the next one", async () => {
  const clock = createVirtualClock();
  const seen: string[] = [];
  clock.after(1, () => {
    void (async () => {
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      seen.push("set off by the first");
      clock.after(1, () => seen.push(`later, at ${clock.nowMs()}`));
    })();
  });
  clock.after(1, () => seen.push("the second"));
  await clock.run(10);
  expect(seen).toEqual(["set off by the first", "the second", "later, at 2"]);
});

test("stops at its end and goes on from there", async () => {
  const clock = createVirtualClock(1000);
  const seen: number[] = [];
  clock.after(100, () => seen.push(clock.nowMs()));
  await clock.run(99);
  expect([seen, clock.nowMs(), clock.epochMs()]).toEqual([[], 99, 1099]);
  await clock.run(100);
  expect(seen).toEqual([100]);
});

test("calls nothing that was cancelled, and takes a time in the past for now", async () => {
  const clock = createVirtualClock();
  const seen: string[] = [];
  const cancel = clock.after(1, () => seen.push("cancelled"));
  cancel();
  clock.after(-5, () => seen.push(`now, ${clock.nowMs()}`));
  await clock.run(10);
  expect(seen).toEqual(["now, 0"]);
});
