import { atLeast, atMost } from "../../report/figures.ts";
import type { Run } from "../rows.ts";
import { playWorld, type Played, type WorldOptions } from "../model/world.ts";

export type FleetOptions = Omit<WorldOptions, "seed" | "minutes">;

/** How long, and with which chances. */
export type Runs = { readonly minutes: number; readonly seeds: readonly number[] };

/** What a fleet is held to. */
export type Bars = { readonly kept?: number; readonly joined?: number; readonly calls?: number };

export const fleetColumns = [
  "leases kept, %",
  "lost",
  "joined within a lease, %",
  "calls a second",
  "refused by CLS",
  "worst second",
];

/** One fleet, with the chances of all seeds taken together. */
export async function playFleet(
  name: string,
  options: FleetOptions,
  { minutes, seeds }: Runs,
  bars: Bars = {},
): Promise<Run> {
  const played: Played[] = [];
  for (const seed of seeds) played.push(await playWorld({ ...options, seed, minutes }));
  const sum = (of: (one: Played) => number) => played.reduce((total, one) => total + of(one), 0);
  const kept = sum(({ leases }) => leases.kept);
  const lost = sum(({ leases }) => leases.lost);
  const inTime = sum(({ leases }) => leases.joinedInTime);
  const late = sum(({ leases }) => leases.joinedLate + leases.neverIn);
  const callsPerSecond = sum(({ cls }) => cls.calls) / sum(({ seconds }) => seconds);
  const refused = sum(({ cls }) => cls.refused);
  const worstSecond = Math.max(...played.map(({ cls }) => cls.worstSecond));
  const least = (bar: number | undefined) => (bar === undefined ? {} : atLeast(bar));
  return {
    name,
    values: [
      { value: (100 * kept) / (kept + lost), digits: 3, ...least(bars.kept) },
      { value: lost, digits: 0 },
      { value: (100 * inTime) / (inTime + late), digits: 2, ...least(bars.joined) },
      { value: callsPerSecond, digits: 2, ...least(bars.calls) },
      { value: refused, digits: 0, ...atMost(0) },
      { value: worstSecond, digits: 0, ...atMost(20) },
    ],
  };
}
