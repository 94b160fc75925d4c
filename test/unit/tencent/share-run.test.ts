import { expect, test } from "@jest/globals";
import { shareRun } from "../../../lib/tencent/share-run.ts";

/** A run that lasts until it is let go, or aborted. */
function createRuns() {
  const signals: AbortSignal[] = [];
  let letGo = () => {};
  const join = shareRun(
    (signal) =>
      new Promise((resolve) => {
        signals.push(signal);
        letGo = resolve;
        signal.addEventListener("abort", () => {
          resolve();
        });
      }),
  );
  return {
    signals,
    join,
    letGo: () => {
      letGo();
    },
  };
}

test("all who come while it lasts wait for one run", async () => {
  const { signals, join, letGo } = createRuns();
  const { signal } = new AbortController();
  const all = Promise.all([join(signal), join(signal), join(signal)]);
  letGo();
  await all;
  expect(signals).toHaveLength(1);
  const next = join(signal);
  letGo();
  await next;
  expect(signals).toHaveLength(2);
});

test("who gives up is let go at once, and the run goes on for the others", async () => {
  const { signals, join, letGo } = createRuns();
  const [hasty, patient] = [new AbortController(), new AbortController()];
  const first = join(hasty.signal);
  const second = join(patient.signal);
  hasty.abort();
  await first;
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  letGo();
  await second;
});

test("when nobody waits any more the run is aborted, and the next one is new", async () => {
  const { signals, join, letGo } = createRuns();
  const [one, other] = [new AbortController(), new AbortController()];
  const waits = [join(one.signal), join(other.signal)];
  one.abort();
  other.abort();
  const next = join(new AbortController().signal);
  await Promise.all(waits);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  letGo();
  await next;
});

test("nobody starts a run who has given up before", async () => {
  const { signals, join } = createRuns();
  await join(AbortSignal.abort());
  expect(signals).toEqual([]);
});
