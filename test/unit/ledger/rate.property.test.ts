import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Clock } from "../../../lib/base/clock.ts";
import type { KeyLimits, Ledger } from "../../../lib/ledger/ledger.ts";
import { createMemoryLedger } from "../../../lib/ledger/memory.ts";
import { createRandom } from "../../support/random.ts";
import { createTableProcesses } from "../../support/table-processes.ts";
import { createVirtualClock, type VirtualClock } from "../../support/virtual-clock.ts";
import { entry } from "../../support/ledger.ts";

type Beat = {
  readonly gapMs: number;
  /** Which process it comes to, where there are several. */
  readonly process: number;
  readonly consumer: number;
  readonly key: KeyLimits;
  readonly isBulk: boolean;
  readonly maxWaitMs: number;
  /** From the grant until the call leaves: the sender stalls, or opens a connection first. */
  readonly stallMs: number;
  readonly thereMs: number;
  readonly backMs: number;
};

const limited = { name: "limited", ratePerSecond: 2 };
const deadlineMs = 3000;
const often = <T>(arbitrary: fc.Arbitrary<T>) => ({ weight: 6, arbitrary });
const anyTravel = fc.oneof(fc.nat(80), fc.nat(900), fc.nat(6000));
const anyStall = fc.oneof(fc.constant(0), fc.nat(400), fc.nat(2500));

const aBeat = (stallMs: fc.Arbitrary<number>, thereMs: fc.Arbitrary<number>): fc.Arbitrary<Beat> =>
  fc.record({
    gapMs: fc.oneof(often(fc.constant(0)), often(fc.nat(60)), fc.nat(2500)),
    process: fc.nat(2),
    consumer: fc.nat(60),
    key: fc.constantFrom({ name: "a" }, { name: "b" }, limited),
    isBulk: fc.boolean(),
    maxWaitMs: fc.oneof(fc.constant(0), fc.nat(3000)),
    stallMs,
    thereMs,
    backMs: anyTravel,
  });

const aRun = (beat: fc.Arbitrary<Beat>) =>
  fc.record({
    beats: fc.array(beat, { minLength: 1, maxLength: 150, size: "max" }),
    ratePerSecond: fc.oneof(fc.integer({ min: 1, max: 25 }), fc.constantFrom(1.5, 3.75)),
    lateMs: fc.array(fc.oneof(often(fc.constant(0)), fc.nat(15), fc.nat(700)), {
      minLength: 1,
      maxLength: 10,
    }),
    seed: fc.nat(),
  });
type Run = ReturnType<typeof aRun> extends fc.Arbitrary<infer T> ? T : never;

/** Timers are as late as the list says, one after the other. */
function withLateTimers(clock: Clock, lateMs: readonly number[]): Clock {
  let timers = 0;
  return {
    ...clock,
    after: (delayMs, callback) =>
      clock.after(Math.max(delayMs, 1) + (lateMs[timers++ % lateMs.length] ?? 0), callback),
  };
}

type Arrival = { readonly atMs: number; readonly key: KeyLimits };

/** Sends the beats, and gives the calls in the order in which they arrive. */
async function play(clock: VirtualClock, ledgers: readonly Ledger[], beats: readonly Beat[]) {
  const arrivals: Arrival[] = [];
  let answered = 0;
  const send = async (beat: Beat) => {
    const { consumer, key, isBulk, maxWaitMs } = beat;
    const ledger = ledgers[beat.process % ledgers.length];
    const turn = ledger?.enter(entry(`c${consumer}`, { key, isBulk, body: `${maxWaitMs % 2}` }));
    const grant = await turn?.take({ maxWaitMs, latestUsefulMs: Infinity });
    answered += 1;
    if (!grant?.granted) return;
    // Given up at its deadline, a call arrives within a second from then or not at all.
    const thereMs = Math.min(beat.stallMs + beat.thereMs, deadlineMs + 999);
    clock.after(thereMs, () => void arrivals.push({ atMs: clock.nowMs(), key }));
    const answeredMs = beat.stallMs + beat.thereMs + beat.backMs;
    const end = isBulk ? "answered" : "renewed";
    clock.after(Math.min(answeredMs, deadlineMs), () => {
      void grant.settle(answeredMs > deadlineMs ? "given-up" : end);
    });
  };
  for (const beat of beats) {
    await clock.run(clock.nowMs() + beat.gapMs);
    void send(beat);
  }
  await clock.run(clock.nowMs() + 20_000);
  expect(answered).toBe(beats.length);
  return arrivals;
}

function expectRate(arrivals: readonly Arrival[], ratePerSecond: number): void {
  const most = Math.max(1, Math.floor(ratePerSecond));
  for (const { atMs } of arrivals) {
    const inSecond = arrivals.filter((other) => other.atMs >= atMs && other.atMs < atMs + 1000);
    expect(inSecond.length).toBeLessThanOrEqual(most);
  }
}

/** The rate, and the own limit of a key. */
function expectKept(arrivals: readonly Arrival[], ratePerSecond: number): void {
  expectRate(arrivals, ratePerSecond);
  const ofLimited = arrivals.filter(({ key }) => key === limited);
  expectRate(ofLimited, limited.ratePerSecond);
}

/** The ledger of a process must not hang on the wall clock, which can be set: this one says something else each time. */
function inMemory(clock: Clock, { lateMs, seed, ratePerSecond }: Run): Ledger[] {
  const epoch = createRandom(seed + 1);
  const restless = { ...withLateTimers(clock, lateMs), epochMs: () => epoch() * 1e12 };
  const random = createRandom(seed);
  return [createMemoryLedger({ clock: restless, random, ratePerSecond })];
}

test("in one process no second holds more arrivals than the rate, or of a key than its own, whatever travel, stalls and late timers do", async () => {
  await fc.assert(
    fc.asyncProperty(aRun(aBeat(anyStall, anyTravel)), async (run) => {
      const clock = createVirtualClock();
      expectKept(await play(clock, inMemory(clock, run), run.beats), run.ratePerSecond);
    }),
  );
});

/** Of the 100 ms by which a credit is held longer: 20 for the clocks, 10 for a late start, the rest for the way. */
const withinMargin = aBeat(fc.nat(9), fc.nat(60));

test("with a table nothing does either, while ways and clocks differ by less than its margin", async () => {
  await fc.assert(
    fc.asyncProperty(aRun(withinMargin), async (run) => {
      const clock = createVirtualClock();
      const random = createRandom(run.seed);
      const ledgers = createTableProcesses(3, {
        ...run,
        random,
        clock: withLateTimers(clock, run.lateMs),
        // Some calls are given up on their way, and take effect all the same.
        tripMs: () => (random() < 0.1 ? 250 * random() : 12 * random()),
      });
      expectKept(await play(clock, ledgers, run.beats), run.ratePerSecond);
    }),
    { numRuns: 300 },
  );
});
