import type { Alias } from "../config/relay-file.ts";
import type { Named } from "./event.ts";
import { beatTimes } from "./timetable.ts";

/** A beat, the time it is due and its alias's end, both in milliseconds from the start of the run. */
export type Due = Named &
  Pick<Alias, "keepAliveMs"> & { readonly atMs: number; readonly untilMs?: number };

/** The time for which a run plans, from and up to, in milliseconds since the Unix epoch. */
export type Window = { readonly fromEpochMs: number; readonly toEpochMs: number };

/**
 * The scheduled beats of a window, soonest first. What is already past is due at once, and once only: beating
 * twice in a row renews nothing more.
 */
export function planBeats(
  aliases: ReadonlyMap<string, Alias>,
  { fromEpochMs, toEpochMs }: Window,
  nowEpochMs: number,
): Due[] {
  return [...aliases]
    .flatMap(([alias, { cadence, heartbeat, keepAliveMs }]) => {
      const { untilEpochMs = Infinity } = cadence ?? {};
      if (cadence === undefined || nowEpochMs >= untilEpochMs) return [];
      const toMs = Math.min(toEpochMs, untilEpochMs);
      const times = beatTimes({ name: alias, everyMs: cadence.everyMs }, fromEpochMs, toMs);
      const lastPast = times.findLastIndex((timeMs) => timeMs <= nowEpochMs);
      const untilMs = untilEpochMs - nowEpochMs;
      const named = {
        alias,
        heartbeat,
        untilMs,
        ...(keepAliveMs !== undefined && { keepAliveMs }),
      };
      return times
        .slice(Math.max(lastPast, 0))
        .map((epochMs) => ({ ...named, atMs: epochMs - nowEpochMs }));
    })
    .sort((a, b) => a.atMs - b.atMs);
}
