import { percentile } from "../bench/statistics.ts";
import type { CallerSight, UpstreamSight } from "./sights.ts";

type Row = readonly string[];

/** Of the beats that are due: each of them has the retries of curl. */
const leastRenewedShare = 0.999;

/** What a rehearsal has missed of its bars. */
export function missesOf({ beats, renewed, losses }: CallerSight): string[] {
  return [
    ...(losses.length === 0 ? [] : [`${losses.length} leases were lost.`]),
    ...(renewed >= leastRenewedShare * beats
      ? []
      : [`Fewer than ${100 * leastRenewedShare} % of the beats were renewed.`]),
  ];
}

/** The rows of the one table that a rehearsal ends with. */
export function toRows(sight: CallerSight, seen: UpstreamSight, consumers: number): Row[] {
  const { beats, renewed, losses, statuses, tookMs } = sight;
  const lost = losses.filter(({ kind }) => kind === "lost").length;
  const share = (part: number) => `${((100 * part) / beats).toFixed(3)} %`;
  const ms = (quantile: number) => `${percentile(tookMs, quantile).toFixed(0)} ms`;
  return [
    ["what the consumers saw"],
    ["  beats due", String(beats)],
    [`  renewed, at least ${100 * leastRenewedShare} %`, `${renewed} (${share(renewed)})`],
    ["  leases lost, of as many consumers", `${lost} of ${consumers}`],
    ["  joined within a lease", `${sight.joinedInTime} of ${consumers}`],
    ["  joined later", String(sight.joinedLate)],
    ...[...statuses]
      .sort(([a], [b]) => a - b)
      .map(([status, count]) => [`  answers ${status || "none"}`, String(count)]),
    ["  p50 of an attempt", ms(0.5)],
    ["  p99 of an attempt", ms(0.99)],
    ["  longest attempt", ms(1)],
    ["what the emulator saw"],
    ["  calls", String(seen.calls)],
    ["  calls per beat", (seen.calls / beats).toFixed(3)],
    ["  most calls in a second, wherever it begins", String(seen.mostInASecond)],
    ["faults that struck"],
    ...Object.entries(seen.faults)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, count]) => [`  ${name}`, String(count)]),
  ];
}
