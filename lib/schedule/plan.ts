import type { Alias } from "../config/relay-file.ts";
import type { Named } from "./event.ts";
import { beatTimes } from "./timetable.ts";

/** A beat and the time it is due, in milliseconds since the Unix epoch. */
export type Due = Named & { readonly atEpochMs: number; readonly untilEpochMs?: number };

const windowMs = 60_000;

/**
 * Each window begins this long before its event, and so ends as long before the next one: that event, unless
 * the last beats were slow, finds the one sandbox, and what it remembers, free.
 */
const leadMs = 2000;

/**
 * The scheduled beats of the minute that an event opens, soonest first. What is already past is due at
 * once, and once only: beating twice in a row renews nothing more.
 */
export function planBeats(
  aliases: ReadonlyMap<string, Alias>,
  eventEpochMs: number,
  nowEpochMs: number,
): Due[] {
  const fromMs = eventEpochMs - leadMs;
  return [...aliases]
    .flatMap(([alias, { cadence, heartbeat }]) => {
      const { untilEpochMs = Infinity } = cadence ?? {};
      if (cadence === undefined || nowEpochMs >= untilEpochMs) return [];
      const toMs = Math.min(fromMs + windowMs, untilEpochMs);
      const times = beatTimes({ name: alias, everyMs: cadence.everyMs }, fromMs, toMs);
      const lastPast = times.findLastIndex((timeMs) => timeMs <= nowEpochMs);
      return times
        .slice(Math.max(lastPast, 0))
        .map((atEpochMs) => ({ alias, heartbeat, atEpochMs, untilEpochMs }));
    })
    .sort((a, b) => a.atEpochMs - b.atEpochMs);
}
