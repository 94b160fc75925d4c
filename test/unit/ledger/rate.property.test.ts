import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Clock } from "../../../lib/base/clock.ts";
import { createMemoryLedger } from "../../../lib/ledger/memory.ts";
import { createRandom } from "../../support/random.ts";
import { createVirtualClock } from "../../support/virtual-clock.ts";
import { entry } from "../../support/ledger.ts";

type Beat = {
  readonly gapMs: number;
  readonly consumer: number;
  readonly isBulk: boolean;
  readonly maxWaitMs: number;
  /** From the grant until the call leaves: the sender stalls, or opens a connection first. */
  readonly stallMs: number;
  readonly thereMs: number;
  readonly backMs: number;
};

const deadlineMs = 3000;
const aTravel = fc.oneof(fc.nat(80), fc.nat(900), fc.nat(6000));

const aBeat: fc.Arbitrary<Beat> = fc.record({
  gapMs: fc.oneof(fc.constant(0), fc.constant(0), fc.nat(60), fc.nat(2500)),
  consumer: fc.nat(60),
  isBulk: fc.boolean(),
  maxWaitMs: fc.oneof(fc.constant(0), fc.nat(3000)),
  stallMs: fc.oneof(fc.constant(0), fc.nat(400), fc.nat(2500)),
  thereMs: aTravel,
  backMs: aTravel,
});

const aRun = fc.record({
  beats: fc.array(aBeat, { minLength: 1, maxLength: 150 }),
  ratePerSecond: fc.oneof(fc.integer({ min: 1, max: 25 }), fc.constantFrom(1.5, 3.75)),
  lateMs: fc.array(fc.oneof(fc.constant(0), fc.nat(700)), { minLength: 1, maxLength: 10 }),
  seed: fc.nat(),
});

/** The rate must not hang on the wall clock, which can be set: this one says something else each time. */
function withLateTimers(clock: Clock, lateMs: readonly number[], random: () => number): Clock {
  let timers = 0;
  return {
    nowMs: () => clock.nowMs(),
    epochMs: () => random() * 1e12,
    after: (delayMs, callback) =>
      clock.after(Math.max(delayMs, 1) + (lateMs[timers++ % lateMs.length] ?? 0), callback),
  };
}

test("no second holds more arrivals than the rate, whatever travel, stalls and late timers do", async () => {
  await fc.assert(
    fc.asyncProperty(aRun, async ({ beats, ratePerSecond, lateMs, seed }) => {
      const clock = createVirtualClock();
      const random = createRandom(seed);
      const options = { clock: withLateTimers(clock, lateMs, createRandom(seed + 1)), random };
      const ledger = createMemoryLedger({ ...options, ratePerSecond });
      const arrivedMs: number[] = [];
      const settledBeats: boolean[] = [];
      const send = async (beat: Beat) => {
        const { consumer, isBulk, maxWaitMs } = beat;
        const turn = ledger.enter(entry(`c${consumer}`, { isBulk, body: `${maxWaitMs % 2}` }));
        const grant = await turn.take({ maxWaitMs, latestUsefulMs: Infinity });
        settledBeats.push(grant.granted);
        if (!grant.granted) return;
        // Given up at its deadline, a call arrives within a second from then or not at all.
        const thereMs = Math.min(beat.stallMs + beat.thereMs, deadlineMs + 999);
        clock.after(thereMs, () => void arrivedMs.push(clock.nowMs()));
        const answeredMs = beat.stallMs + beat.thereMs + beat.backMs;
        if (answeredMs > deadlineMs)
          clock.after(deadlineMs, () => {
            void grant.settle("given-up");
          });
        else
          clock.after(answeredMs, () => {
            void grant.settle(isBulk ? "answered" : "renewed");
          });
      };
      for (const beat of beats) {
        await clock.run(clock.nowMs() + beat.gapMs);
        void send(beat);
      }
      await clock.run(clock.nowMs() + 20_000);
      expect(settledBeats).toHaveLength(beats.length);
      const most = Math.max(1, Math.floor(ratePerSecond));
      for (const atMs of arrivedMs) {
        const inSecond = arrivedMs.filter((other) => other >= atMs && other < atMs + 1000);
        expect(inSecond.length).toBeLessThanOrEqual(most);
      }
    }),
  );
});
