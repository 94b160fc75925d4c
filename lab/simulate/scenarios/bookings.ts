import { sleep } from "../../../lib/base/clock.ts";
import { createMemoryLedger } from "../../../lib/ledger/memory.ts";
import { createRandom, uniform } from "../../../test/support/random.ts";
import { createVirtualClock } from "../../../test/support/virtual-clock.ts";
import { atLeast, atMost } from "../../report/figures.ts";
import { book, type Booker, type Booking, createBooker } from "../model/bookings.ts";
import { clsPerSecond } from "../model/cls.ts";
import { cadenceMs } from "../model/relay-process.ts";
import { createTable } from "../model/table.ts";
import type { Comparison, Run } from "../rows.ts";
import { createLedger } from "./deployed.ts";
import type { Runs } from "./fleet.ts";

type Rush = {
  readonly form: "one process" | "deployed";
  readonly beats: number;
  readonly withinMs: number;
  readonly rounds: number;
};

/** So many beats at once, every 18 s; those of each round. The first round is left out: its consumers only join. */
async function playRush(
  seed: number,
  { form, beats, withinMs, rounds }: Rush,
): Promise<Booking[][]> {
  const clock = createVirtualClock();
  const random = createRandom(seed);
  const parts = { clock, random, table: createTable({ clock, random }), createLedger };
  const process: Booker = {
    ledger: createMemoryLedger({ clock, random, ratePerSecond: clsPerSecond }),
    changes: () => 0,
  };
  const bookers = Array.from({ length: beats }, () =>
    form === "deployed" ? createBooker(parts) : process,
  );
  const played: Booking[][] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const bookings: Booking[] = [];
    bookers.forEach((booker, index) => {
      void sleep(clock, uniform(random, 0, withinMs)).then(async () => {
        bookings.push(await book(clock, booker, `c${index}`));
      });
    });
    await clock.run(clock.nowMs() + cadenceMs);
    if (round > 0) played.push(bookings);
  }
  return played;
}

const most = (numbers: readonly number[]) => Math.max(0, ...numbers);
const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** Five beats come while nobody else wants anything. */
export async function playIdleSecond({ seeds }: Runs): Promise<Comparison> {
  const play = async (form: Rush["form"]): Promise<Run> => {
    const rush = { form, beats: 5, withinMs: 0, rounds: 50 };
    const waits: number[] = [];
    for (const seed of seeds) {
      const rounds = await playRush(seed, rush);
      waits.push(...rounds.map((bookings) => most(bookings.map(({ tookMs }) => tookMs))));
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
    runs: [await play("one process"), await play("deployed")],
  };
}

/** As many as an on-the-minute fleet: who gets a call, who is told to come back, and how soon they know. */
export async function playBookings({ seeds }: Runs): Promise<Comparison> {
  const bookings: Booking[] = [];
  const rounds = 5;
  for (const seed of seeds) {
    const rush = { form: "deployed", beats: 300, withinMs: 100, rounds } as const;
    bookings.push(...(await playRush(seed, rush)).flat());
  }
  const granted = bookings.filter((one) => one.granted);
  const refused = bookings.filter((one) => !one.granted);
  const changes = bookings.map((one) => one.changes);
  const times = seeds.length * rounds;
  const tookMs = (some: readonly Booking[]) => some.map((one) => one.tookMs);
  return {
    title: "300 bookings that start within 100 ms",
    columns: [
      "answered",
      "granted",
      "changes of the table each, mean",
      "most",
      "granted after, median, ms",
      "most, ms",
      "refused after, median, ms",
      "most, ms",
    ],
    runs: [
      {
        name: "all hold a lease",
        values: [
          { value: bookings.length / times, digits: 0, ...atLeast(300) },
          { value: granted.length / times, digits: 1 },
          { value: changes.reduce((a, b) => a + b, 0) / bookings.length, digits: 2 },
          { value: most(changes), digits: 0 },
          { value: median(tookMs(granted)), digits: 0 },
          { value: most(tookMs(granted)), digits: 0 },
          { value: median(tookMs(refused)), digits: 0 },
          { value: most(tookMs(refused)), digits: 0 },
        ],
      },
    ],
  };
}
