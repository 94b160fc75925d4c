import type { Plot, Series } from "../report/plot.ts";
import type { Fleet } from "./scenarios/fleet.ts";

/** Leases kept by the rate that is offered, a line for each kind of fleet. */
export function plotKept(
  file: string,
  title: string,
  lines: Readonly<Record<string, readonly (readonly [offeredPerSecond: number, Fleet])[]>>,
): Plot {
  const series = Object.entries(lines).map(
    ([name, fleets]): Series => ({
      name,
      points: fleets.map(([offered, { keptPercent }]) => [offered, keptPercent]),
    }),
  );
  const [xTitle, yTitle] = ["beats a second offered", "leases kept, %"];
  return { file, title, xTitle, yTitle, series, yRange: [95, 100] };
}

/** Calls that reached CLS over time, with the chances of the first seed. */
export function plotCalls(
  file: string,
  title: string,
  fleets: Readonly<Record<string, Fleet>>,
): Plot {
  const series = Object.entries(fleets).map(([name, { played }]): Series => {
    const counts = played[0]?.cls.perTenSeconds ?? [];
    return { name, points: Array.from(counts, (count = 0, ten) => [ten / 6, count / 10]) };
  });
  const [xTitle, yTitle] = ["minutes", "calls a second, over ten seconds"];
  return { file, title, xTitle, yTitle, series, yRange: [0, 20] };
}
