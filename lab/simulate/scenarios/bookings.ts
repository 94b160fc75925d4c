import { createMemoryLedger } from "../../../lib/ledger/memory.ts";
import { createRandom } from "../../../test/support/random.ts";
import { createVirtualClock } from "../../../test/support/virtual-clock.ts";
import { atLeast, atMost } from "../../report/figures.ts";
import { type Booker, type Booking, createBooker } from "../model/bookings.ts";
import { clsPerSecond } from "../model/cls.ts";
import { cadenceMs, leaseMs } from "../model/relay-process.ts";
import { playRush, type Round, type Rush } from "../model/rush.ts";
import { createTable } from "../model/table.ts";
import type { Comparison, Run } from "../rows.ts";
import { createLedger } from "./deployed.ts";
import type { Runs } from "./fleet.ts";

type Form = "one process" | "deployed";

/** A rush in virtual time. */
function play(seed: number, form: Form, beats: number, rush: Rush): Promise<Round[]> {
  const clock = createVirtualClock();
  const random = createRandom(seed);
  const parts = { clock, random, table: createTable({ clock, random }), createLedger };
  const process: Booker = {
    ledger: createMemoryLedger({ clock, random, ratePerSecond: clsPerSecond }),
    changes: () => 0,
    withoutTable: () => 0,
  };
  const bookers = Array.from({ length: beats }, () =>
    form === "deployed" ? createBooker(parts) : process,
  );
  return playRush({ clock, random, bookers, pass: (ms) => clock.run(clock.nowMs() + ms) }, rush);
}

const most = (numbers: readonly number[]) => Math.max(0, ...numbers);
const mean = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length;
const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** Five beats come while nobody else wants anything. */
export async function playIdleSecond({ seeds }: Runs): Promise<Comparison> {
  const rush = { withinMs: 0, rounds: 50, areRenewed: false, restMs: cadenceMs };
  const playForm = async (form: Form): Promise<Run> => {
    const waits: number[] = [];
    for (const seed of seeds) {
      const rounds = await play(seed, form, 5, rush);
      waits.push(...rounds.map(({ bookings }) => most(bookings.map(({ tookMs }) => tookMs))));
    }
    return {
      name: form,
      values: [
        { value: median(waits), digits: 1, ...atMost(20) },
        { value: most(waits), digits: 1 },
      ],
    };
  };
  return {
    title: "Five beats at once in an idle second",
    columns: ["the last one waits, median, ms", "most, ms"],
    runs: [await playForm("one process"), await playForm("deployed")],
  };
}

const bookings = 300;

/** As many as an on-the-minute fleet. */
export const rushes = {
  "all hold a lease": { withinMs: 100, areRenewed: true, restMs: 0 },
  "all join": { withinMs: 100, areRenewed: false, restMs: 2 * leaseMs },
} as const;

/** Who gets a call, who is told to come back, and how soon they know. */
export const bookingColumns = [
  "answered",
  "have renewed in the 21 s before",
  "granted",
  "went on without the table",
  "changes of the table each, mean",
  "most",
  "granted after, median, ms",
  "most, ms",
  "refused after, median, ms",
  "most, ms",
];

/** The means of all rounds. */
export function toBookingRun(name: string, rounds: readonly Round[], beats = bookings): Run {
  const all = rounds.flatMap((round) => round.bookings);
  const meanOf = (is: (one: Booking) => boolean) => all.filter(is).length / rounds.length;
  const tookMs = (granted: boolean) =>
    all.filter((one) => one.granted === granted).map((one) => one.tookMs);
  const changes = all.map((one) => one.changes);
  return {
    name,
    values: [
      { value: all.length / rounds.length, digits: 0, ...atLeast(beats) },
      { value: mean(rounds.map(({ renewed }) => renewed)), digits: 0 },
      { value: meanOf(({ granted }) => granted), digits: 1 },
      { value: meanOf(({ isWithoutTable }) => isWithoutTable), digits: 1 },
      { value: mean(changes), digits: 2 },
      { value: most(changes), digits: 0 },
      { value: median(tookMs(true)), digits: 0 },
      { value: most(tookMs(true)), digits: 0 },
      { value: median(tookMs(false)), digits: 0 },
      { value: most(tookMs(false)), digits: 0 },
    ],
  };
}

export async function playBookings({ seeds }: Runs): Promise<Comparison> {
  const runs: Run[] = [];
  for (const [name, rush] of Object.entries(rushes)) {
    const rounds: Round[] = [];
    for (const seed of seeds)
      rounds.push(...(await play(seed, "deployed", bookings, { ...rush, rounds: 5 })));
    runs.push(toBookingRun(name, rounds));
  }
  return { title: `${bookings} bookings that start within 100 ms`, columns: bookingColumns, runs };
}
