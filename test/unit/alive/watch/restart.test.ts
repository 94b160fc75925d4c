import { expect, test } from "@jest/globals";
import { createConsumers } from "../../../../lib/alive/consumers.ts";
import { createMemoryJournal } from "../../../../lib/alive/watch/journal.ts";
import { createWatch } from "../../../../lib/alive/watch/watch.ts";
import type { Sight } from "../../../../lib/ledger/sight.ts";
import { createHandClock } from "../../../support/hand-clock.ts";
import { sightOf } from "../../../support/watch/seen.ts";

const periodMs = 3000;
const startMs = Date.UTC(2026, 0, 1);

/** Processes after each other, of which each but the first takes over what the one before it remembered. */
function setUp() {
  const clock = createHandClock(startMs);
  const seen = new Map<string, Sight>();
  const heard: string[] = [];
  const beat = (consumer: string) =>
    seen.set(consumer, sightOf(consumer, clock.epochMs(), { joinedMs: clock.epochMs() }));
  const start = (kept?: string) => {
    const journal = createMemoryJournal(clock);
    if (kept !== undefined) journal.restore(kept);
    const ledger = {
      fill: () => ({ held: 0, carries: 0 }),
      sights: () => Promise.resolve([...seen.values()]),
    };
    const parts = { clock, callMs: 3000, settings: undefined, ratePerSecond: 20 };
    const tell = (told: readonly { readonly kind: string; readonly isOver: boolean }[]) => {
      const atSeconds = (clock.epochMs() - startMs) / 1000;
      heard.push(...told.map(({ kind, isOver }) => `${atSeconds} ${kind}${isOver ? " over" : ""}`));
      return Promise.resolve();
    };
    const watch = createWatch({
      ...{ ...parts, journal, periodMs, onFailure: () => undefined },
      consumers: createConsumers({ ledger, ...parts }),
      tellers: new Map([["log", { tell }]]),
    });
    return {
      kept: () => journal.kept(),
      async lookFor(ms: number) {
        for (const endMs = clock.epochMs() + ms; clock.epochMs() < endMs; ) {
          clock.advance(periodMs);
          await watch.look();
        }
        return heard;
      },
    };
  };
  return { clock, beat, start };
}

test("after a restart nobody is told to have expired until a lease, 1 s and the deadline later, and then once", async () => {
  const { beat, start } = setUp();
  const first = start();
  beat("a");
  await first.lookFor(9000);
  const second = start(first.kept());
  // The first one would have told it at 48 s.
  expect(await second.lookFor(42_000)).toEqual([]);
  expect(await second.lookFor(60_000)).toEqual(["54 expired"]);
});

test("what was told before a restart is not told again, and is told to be over", async () => {
  const { beat, start } = setUp();
  const first = start();
  beat("a");
  expect(await first.lookFor(60_000)).toEqual(["48 expired"]);
  const second = start(first.kept());
  expect(await second.lookFor(90_000)).toHaveLength(1);
  beat("a");
  expect(await second.lookFor(3000)).toEqual(["48 expired", "153 expired over"]);
});

test("a process that did not run for two and a half looks is an outage", async () => {
  const { clock, start } = setUp();
  const first = start();
  await first.lookFor(6000);
  clock.advance(4500);
  const second = start(first.kept());
  expect(await second.lookFor(3000)).toEqual([]);
  clock.advance(4501);
  expect(await start(second.kept()).lookFor(3000)).toEqual(["21.001 outage", "21.001 outage over"]);
});

test("what cannot be read is nothing", async () => {
  const { beat, start } = setUp();
  beat("a");
  expect(await start("{").lookFor(42_000)).toEqual([]);
});
