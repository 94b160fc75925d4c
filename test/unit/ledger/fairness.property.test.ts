import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Ledger } from "../../../lib/ledger/ledger.ts";
import { sleep } from "../../../lib/base/clock.ts";
import { createMemoryLedger } from "../../../lib/ledger/memory.ts";
import { createRandom, uniform } from "../../support/random.ts";
import { createTableProcesses, noFallback } from "../../support/table-processes.ts";
import { createVirtualClock, type VirtualClock } from "../../support/virtual-clock.ts";
import { entry } from "../../support/ledger.ts";

/** A beat comes to any of the processes. */
type Stage = { readonly clock: VirtualClock; readonly anyLedger: () => Ledger };

type Others = { readonly consumers: number; readonly keys: number; readonly retries: number };

const leaseMs = 40_000;
const cadenceMs = 18_000;
const answerMs = 100;
const maxWaitMs = 2000;
const ratePerSecond = 20;
const peaceMs = 40_000;
const attackMs = 40_000;

/** What a hostile key sends: any names, bodies, leases and batches, as often as it likes. */
const anAttack = fc.array(
  fc.record({
    atMs: fc.nat(20_000),
    count: fc.integer({ min: 1, max: 60 }),
    /** Invented at every beat, or the same ones again. */
    names: fc.constantFrom("new", "same"),
    leaseMs: fc.constantFrom(3000, leaseMs, 3_600_000),
    isBulk: fc.boolean(),
    maxWaitMs: fc.constantFrom(0, 2000, 9000),
    everyMs: fc.constantFrom(300, 1000, 18_000),
  }),
  { minLength: 1, maxLength: 4 },
);
type Attack = typeof anAttack extends fc.Arbitrary<infer T> ? T : never;

/** Short leases of a key that holds many, while three keys hold one lease each and nothing of the rate. */
const foundBefore: [Attack, { consumers: number; keys: number }, number] = [
  [
    {
      ...{ atMs: 1082, count: 37, names: "same", leaseMs: 3000 },
      ...{ isBulk: false, maxWaitMs: 2000, everyMs: 300 },
    },
    {
      ...{ atMs: 16_310, count: 22, names: "same", leaseMs: 3_600_000 },
      ...{ isBulk: true, maxWaitMs: 0, everyMs: 18_000 },
    },
    {
      ...{ atMs: 18_161, count: 58, names: "new", leaseMs: 40_000 },
      ...{ isBulk: true, maxWaitMs: 0, everyMs: 300 },
    },
    {
      ...{ atMs: 5917, count: 1, names: "new", leaseMs: 3000 },
      ...{ isBulk: true, maxWaitMs: 2000, everyMs: 1000 },
    },
  ],
  { consumers: 3, keys: 4 },
  1_590_304_004,
];

/** A beat as `curl --retry 3` makes it, or one that comes but once. */
async function beat(
  { clock, anyLedger }: Stage,
  retries: number,
  ...of: Parameters<typeof entry>
): Promise<boolean> {
  for (let retry = 0; ; retry += 1) {
    const turn = anyLedger().enter(entry(...of));
    const grant = await turn.take({ maxWaitMs, latestUsefulMs: Infinity });
    if (grant.granted)
      clock.after(answerMs, () => {
        void grant.settle("renewed");
      });
    if (grant.granted || retry === retries || grant.reason !== "no-room") return grant.granted;
    await sleep(clock, Math.ceil(grant.retryAfterMs / 1000) * 1000);
  }
}

/** What the others ask for together, tries after a denial apart, and when that was more than the rate last. */
function createDemand(clock: VirtualClock) {
  let backlog = 0;
  let countedMs = 0;
  let overMs = -Infinity;
  return {
    ask() {
      const nowMs = clock.nowMs();
      backlog = 1 + Math.max(0, backlog - ((nowMs - countedMs) * ratePerSecond) / 1000);
      countedMs = nowMs;
      // Alone they would not be served in the 2 s for which a beat waits.
      if (backlog > (maxWaitMs * ratePerSecond) / 1000) overMs = nowMs;
    },
    wasOver: (sinceMs: number) => overMs >= sinceMs,
  };
}

/**
 * Consumers of so many keys, spread over their cadence; gives those that held a lease and whose beat was denied while all of
 * them asked for less than the rate.
 */
function startOthers(
  stage: Stage,
  { consumers, keys, retries }: Others,
  nextMs: () => number,
): string[] {
  const { clock } = stage;
  const demand = createDemand(clock);
  const failed: string[] = [];
  for (let index = 0; index < consumers; index += 1) {
    let isKnown = false;
    const again = async () => {
      const atMs = clock.nowMs();
      const key = { name: `key-${index % keys}` };
      demand.ask();
      const isGranted = await beat(stage, retries, `c${index}`, { key });
      if (isKnown && !isGranted && !demand.wasOver(atMs)) failed.push(`c${index} at ${atMs}`);
      isKnown ||= isGranted;
      clock.after(nextMs() - (clock.nowMs() - atMs), () => void again());
    };
    clock.after((cadenceMs * index) / consumers, () => void again());
  }
  return failed;
}

function startAttack({ clock, anyLedger }: Stage, attack: Attack): void {
  let names = 0;
  for (const { atMs, count, names: kind, everyMs, maxWaitMs, ...more } of attack) {
    const strike = () => {
      for (let index = 0; index < count; index += 1) {
        const name = kind === "same" ? `evil-${index}` : `evil-new-${names++}`;
        const turn = anyLedger().enter(entry(name, { ...more, key: { name: "evil" } }));
        void turn.take({ maxWaitMs, latestUsefulMs: Infinity }).then((grant) => {
          if (grant.granted)
            clock.after(answerMs, () => {
              void grant.settle("renewed");
            });
        });
      }
      if (clock.nowMs() < peaceMs + attackMs) clock.after(everyMs, strike);
    };
    clock.after(peaceMs + atMs, strike);
  }
}

const adapters = {
  "in one process"(seed: number): Stage {
    const clock = createVirtualClock();
    const ledger = createMemoryLedger({ clock, random: createRandom(seed), ratePerSecond });
    return { clock, anyLedger: () => ledger };
  },
  "with a table for many processes"(seed: number): Stage {
    const clock = createVirtualClock();
    const random = createRandom(seed);
    const tripMs = () => uniform(random, 4, 12);
    const ledgers = createTableProcesses(30, { clock, random, ratePerSecond, tripMs });
    return { clock, anyLedger: () => ledgers[Math.floor(random() * ledgers.length)] ?? noFallback };
  },
};

/** These play minutes of many processes; how long that takes says nothing. */
const mostMs = 300_000;

/**
 * With a table fewer: a credit is held for a tenth longer, nobody queues, and a beat may come by retry. With 205 to 220 a beat
 * was denied in 2 of 110 runs (docs/decisions/ledger.md).
 */
const mostConsumers = { "in one process": 270, "with a table for many processes": 200 };

describe.each(["in one process", "with a table for many processes"] as const)("%s", (form) => {
  const { [form]: setUp } = adapters;
  const { [form]: most } = mostConsumers;
  const retries = form === "in one process" ? 0 : 3;

  test(
    "no key, whatever it sends, makes an on-time beat of a known consumer of another key fail",
    async () => {
      await fc.assert(
        fc.asyncProperty(
          anAttack,
          fc.record({
            consumers: fc.integer({ min: 1, max: most }),
            keys: fc.integer({ min: 1, max: 4 }),
          }),
          fc.nat(),
          async (attack, others, seed) => {
            const stage = setUp(seed);
            // On time is what the relay says: it stretches that while more is held than the rate can carry.
            const failed = startOthers(stage, { ...others, retries: 3 }, () =>
              stage.anyLedger().nextBeatInMs(leaseMs),
            );
            startAttack(stage, attack);
            await stage.clock.run(peaceMs + attackMs + 20_000);
            expect(failed).toEqual([]);
          },
        ),
        { numRuns: 15, endOnFailure: true, examples: [foundBefore] },
      );
    },
    mostMs,
  );

  test(
    "names that are invented take nothing from consumers that beat by their own clock",
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 100 }), fc.nat(), async (count, seed) => {
          const stage = setUp(seed);
          const failed = startOthers(stage, { consumers: most, keys: 1, retries }, () => cadenceMs);
          const flood = {
            atMs: 0,
            count,
            names: "new",
            everyMs: 300,
            leaseMs,
            maxWaitMs: 2000,
          } as const;
          startAttack(stage, [{ ...flood, isBulk: false }]);
          await stage.clock.run(peaceMs + attackMs + 20_000);
          expect(failed).toEqual([]);
        }),
        { numRuns: 5, endOnFailure: true },
      );
    },
    mostMs,
  );
});
