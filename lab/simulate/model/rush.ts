import { type Clock, sleep } from "../../../lib/base/clock.ts";
import { uniform } from "../../../test/support/random.ts";
import { book, type Booker, type Booking } from "./bookings.ts";
import { cadenceMs } from "./relay-process.ts";

export type Phase = "renewals" | "rush" | "waits" | "rest";

/** Where a rush is played: in virtual time, or with a server. */
export type Stage = {
  readonly clock: Clock;
  readonly random: () => number;
  readonly bookers: readonly Booker[];
  /** Lets so much time pass; nothing is under way in a rest. */
  pass(ms: number, phase: Phase): Promise<void>;
};

/** All beat within a short time, again and again. */
export type Rush = {
  readonly withinMs: number;
  readonly rounds: number;
  /** All renew their leases before, spread over a cadence: as a fleet that took its turns the last time. */
  readonly areRenewed: boolean;
  readonly restMs: number;
};

export type Round = {
  readonly bookings: readonly Booking[];
  /** How many have renewed their lease before. */
  readonly renewed: number;
};

/** All have asked by then. */
const askedMs = 150;

/** Longer than any booking is ahead. */
const settledMs = 3000;

/** Plays one round more than it gives: in the first one connections are opened. */
export async function playRush(stage: Stage, rush: Rush): Promise<Round[]> {
  const { clock, random, bookers } = stage;
  const beatWithin = async (withinMs: number, phase: Phase) => {
    const bookings: Booking[] = [];
    bookers.forEach((booker, index) => {
      void sleep(clock, uniform(random, 0, withinMs)).then(async () => {
        bookings.push(await book(clock, booker, `c${index}`));
      });
    });
    await stage.pass(withinMs + askedMs, phase);
    await stage.pass(settledMs, "waits");
    return bookings;
  };
  const played: Round[] = [];
  for (let round = 0; round <= rush.rounds; round += 1) {
    const before = rush.areRenewed ? await beatWithin(cadenceMs, "renewals") : [];
    const bookings = await beatWithin(rush.withinMs, "rush");
    await stage.pass(rush.restMs, "rest");
    const renewed = before.filter(({ granted }) => granted).length;
    if (round > 0) played.push({ bookings, renewed });
  }
  return played;
}
