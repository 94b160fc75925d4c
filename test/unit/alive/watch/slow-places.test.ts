import { expect, test } from "@jest/globals";
import { createConsumers } from "../../../../lib/alive/consumers.ts";
import type { Transition } from "../../../../lib/alive/transition.ts";
import { createMemoryJournal } from "../../../../lib/alive/watch/journal.ts";
import { createWatch } from "../../../../lib/alive/watch/watch.ts";
import type { Sight } from "../../../../lib/ledger/sight.ts";
import { lookEveryMs, startLooks } from "../../../../server/looks.ts";
import { createVirtualClock } from "../../../support/virtual-clock.ts";
import { sightOf } from "../../../support/watch/seen.ts";

/** A place that takes the connection and says nothing. */
function hang(signal: AbortSignal, failure?: Error): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => {
      if (failure) reject(failure);
      else resolve();
    });
  });
}

test("a webhook and a watchdog that never answer are no outage of the relay", async () => {
  const clock = createVirtualClock();
  const parts = { clock, callMs: 3000, settings: undefined, ratePerSecond: 20 };
  const heard: string[] = [];
  const seen: Sight[] = [sightOf("a", clock.epochMs())];
  const ledger = { fill: () => ({ held: 0, carries: 0 }), sights: () => Promise.resolve(seen) };
  const watch = createWatch({
    ...{ ...parts, journal: createMemoryJournal(clock), periodMs: lookEveryMs.inMemory },
    consumers: createConsumers({ ledger, ...parts }),
    tellers: new Map([
      ["webhook", { tell: (_: unknown, signal: AbortSignal) => hang(signal, new Error("late")) }],
      [
        "log",
        {
          tell(transitions: readonly Transition[]) {
            heard.push(...transitions.map(({ kind, isOver }) => `${kind}${isOver ? " over" : ""}`));
            return Promise.resolve();
          },
        },
      ],
    ]),
    onFailure: () => undefined,
    onLooked: (_, signal) => hang(signal),
  });
  const log = { warn: () => undefined } as never;
  const stop = startLooks(() => ({ watch, log, clock }), lookEveryMs.inMemory);
  await clock.run(300_000);
  stop();
  expect(heard).toEqual(["expired"]);
});
