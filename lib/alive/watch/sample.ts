import type { Consumer } from "../consumers.ts";
import type { State } from "../state-of.ts";
import type { Told } from "./told.ts";

const minuteMs = 60_000;
const mostSamples = 60;

/** With the minute that has ended since the last one, if one has. */
export function sampled(
  { samples, counts, lookedMs }: Told,
  consumers: readonly Consumer[],
  nowMs: number,
): Pick<Told, "samples" | "counts"> {
  const atMs = Math.floor(nowMs / minuteMs) * minuteMs;
  // A minute of the future is one of a clock that was ahead.
  if (atMs <= counts.atMs && counts.atMs <= nowMs) return { samples, counts };
  const sum = (name: "renewals" | "failures") =>
    consumers.reduce((all, { sight }) => all + (sight[name] ?? 0), 0);
  const now = { atMs, renewals: sum("renewals"), failures: sum("failures") };
  // There is nothing yet to compare it with.
  if (lookedMs === undefined) return { samples, counts: now };
  const changes = consumers.flatMap(({ sight }) => sight.changesMs);
  const count = (...states: readonly State[]) =>
    consumers.filter(({ state }) => states.includes(state)).length;
  const sample = {
    atMs,
    // What was counted of a consumer goes when it is forgotten.
    renewals: Math.max(0, now.renewals - counts.renewals),
    refusals: Math.max(0, now.failures - counts.failures),
    rebalances: changes.filter((ms) => ms > counts.atMs && ms <= atMs).length,
    alive: count("alive", "contested"),
    late: count("late"),
    expired: count("expired"),
  };
  return { samples: [...samples, sample].slice(-mostSamples), counts: now };
}
