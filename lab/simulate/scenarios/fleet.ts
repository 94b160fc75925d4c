import { atLeast, atMost, type Bar } from "../../report/figures.ts";
import type { HostCounts } from "../model/host.ts";
import { playWorld, type Played, type WorldOptions } from "../model/world.ts";
import type { Run } from "../rows.ts";

export type FleetOptions = Omit<WorldOptions, "seed" | "minutes">;

/** How long, and with which chances. */
export type Runs = { readonly minutes: number; readonly seeds: readonly number[] };

/** What a fleet is held to; that CLS refuses nothing and never sees more than 20 in a second, it always is. */
export type Bars = {
  readonly kept?: number;
  readonly joined?: number;
  readonly calls?: number;
  readonly lost?: number;
  /** Without the table the rate is not kept to the letter. */
  readonly isWithoutTable?: boolean;
};

/** A fleet as it was played with all seeds. */
export type Fleet = Run & { readonly keptPercent: number; readonly played: readonly Played[] };

type Column = {
  readonly title: string;
  readonly digits: number;
  readonly of: (played: readonly Played[]) => number;
  readonly bar?: (bars: Bars) => { readonly bar?: Bar };
};

const sum = (played: readonly Played[], of: (one: Played) => number) =>
  played.reduce((total, one) => total + of(one), 0);

const least = (bar: number | undefined) => (bar === undefined ? {} : atLeast(bar));

const toKept = (played: readonly Played[]) => {
  const kept = sum(played, ({ leases }) => leases.kept);
  return (100 * kept) / (kept + sum(played, ({ leases }) => leases.lost));
};

const host = (of: (counts: HostCounts) => number) => (one: Played) => (one.host ? of(one.host) : 0);

/** Of some 100,000 leases in a full run: 333 and 510 were seen, and 11,000 and more where the order was wrong. */
const mostLostByHolders = 1000;

/** For each beat that CLS accepted. */
const perBeat = (of: (counts: HostCounts) => number) => (played: readonly Played[]) =>
  sum(played, host(of)) / sum(played, ({ cls }) => cls.accepted);

const columns: readonly Column[] = [
  { title: "leases kept, %", digits: 3, of: toKept, bar: ({ kept }) => least(kept) },
  {
    title: "lost",
    digits: 0,
    of: (played) => sum(played, ({ leases }) => leases.lost),
    bar: ({ lost }) => (lost === undefined ? {} : atMost(lost)),
  },
  {
    title: "of these by holders",
    digits: 0,
    of: (played) => sum(played, ({ leases }) => leases.lostByHolders),
    // Where more is asked for than the rate carries, those who hold leases keep them, but for a few at the edge.
    bar: ({ calls }) => (calls === undefined ? {} : atMost(mostLostByHolders)),
  },
  {
    title: "joined within a lease, %",
    digits: 2,
    of(played) {
      const inTime = sum(played, ({ leases }) => leases.joinedInTime);
      return (
        (100 * inTime) / (inTime + sum(played, ({ leases }) => leases.joinedLate + leases.neverIn))
      );
    },
    bar: ({ joined }) => least(joined),
  },
  {
    title: "calls a second",
    digits: 2,
    of: (played) => sum(played, ({ cls }) => cls.calls) / sum(played, ({ seconds }) => seconds),
    bar: ({ calls }) => least(calls),
  },
  {
    title: "refused by CLS",
    digits: 0,
    of: (played) => sum(played, ({ cls }) => cls.refused),
    bar: ({ isWithoutTable }) => (isWithoutTable ? {} : atMost(0)),
  },
  {
    title: "worst second",
    digits: 0,
    of: (played) => Math.max(...played.map(({ cls }) => cls.worstSecond)),
    bar: ({ isWithoutTable }) => (isWithoutTable ? {} : atMost(20)),
  },
];

const deployedColumns: readonly Column[] = [
  ...columns,
  {
    title: "not renewed, of 100 requests",
    digits: 2,
    of: (played) =>
      (100 *
        sum(
          played,
          host(({ notRenewed }) => notRenewed),
        )) /
      sum(
        played,
        host(({ served }) => served),
      ),
  },
  {
    title: "refused by the gateway",
    digits: 0,
    of: (played) =>
      sum(
        played,
        host((one) => one.throttled + one.withoutSandbox),
      ),
  },
  {
    title: "sandboxes",
    digits: 0,
    of: (played) => Math.max(...played.map(host(({ sandboxes }) => sandboxes))),
  },
  { title: "reads a beat", digits: 2, of: perBeat(({ table }) => table.reads) },
  { title: "writes a beat", digits: 2, of: perBeat(({ table }) => table.writes) },
  {
    title: "table too busy",
    digits: 0,
    of: (played) =>
      sum(
        played,
        host(({ table }) => table.tooBusy),
      ),
  },
  {
    title: "without the table",
    digits: 0,
    of: (played) =>
      sum(
        played,
        host(({ withoutTable }) => withoutTable),
      ),
  },
  {
    title: "table calls left pending",
    digits: 0,
    of: (played) =>
      sum(
        played,
        host(({ leftPending }) => leftPending),
      ),
    bar: () => atMost(0),
  },
];

const titles = (all: readonly Column[]) => all.map(({ title }) => title);

export const fleetColumns = titles(columns);
export const deployedFleetColumns = titles(deployedColumns);

/** One fleet, with the chances of all seeds taken together. */
export async function playFleet(
  name: string,
  options: FleetOptions,
  { minutes, seeds }: Runs,
  bars: Bars = {},
): Promise<Fleet> {
  const played: Played[] = [];
  for (const seed of seeds) played.push(await playWorld({ ...options, seed, minutes }));
  const shown = played.some((one) => one.host) ? deployedColumns : columns;
  const values = shown.map(({ digits, of, bar }) => {
    return { value: of(played), digits, ...bar?.(bars) };
  });
  return { name, values, keptPercent: toKept(played), played };
}
