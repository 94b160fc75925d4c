import { type Clock, type Moment, momentOf, sinceMs } from "../base/clock.ts";
import type { Window } from "./plan.ts";

const windowMs = 60_000;

/**
 * Each window begins this long before its event, and so ends as long before the next one: that event, unless
 * the last beats were slow, finds the one sandbox, and what it remembers, free.
 */
const leadMs = 2000;

/** After so long without a beat the lease is lost. */
const mostGapMs = 60_000;

type Last = {
  readonly at: Moment;
  readonly endsInMs: number;
  /** How long after its time the event came. */
  readonly lateMs: number;
};

/** The windows of one process, one after the other. */
export type Windows = {
  /** The window of an event. `runMs`: how long from now beats can be sent. */
  next(eventEpochMs: number, runMs: number): Window;
};

/**
 * An event is late now and then, or comes twice: its window begins where the last one of this process ended,
 * so that no beat falls between two windows or into both (docs/decisions/time.md).
 */
export function createWindows(clock: Clock): Windows {
  let last: Last | undefined;
  return {
    next(eventEpochMs, runMs) {
      const at = momentOf(clock);
      const startEpochMs = eventEpochMs - leadMs;
      const sinceLastMs = last ? sinceMs(clock, last.at) - last.endsInMs : Infinity;
      const fromEpochMs = sinceLastMs > mostGapMs ? startEpochMs : at.epochMs - sinceLastMs;
      // What was late twice is taken to be late again, and the window lasts until then.
      const lateMs = Math.max(0, at.epochMs - eventEpochMs);
      const endsLaterMs = Math.min(lateMs, last?.lateMs ?? 0);
      const toEpochMs = Math.min(startEpochMs + windowMs + endsLaterMs, at.epochMs + runMs);
      const endEpochMs = Math.max(fromEpochMs, toEpochMs);
      last = { at, endsInMs: endEpochMs - at.epochMs, lateMs };
      return { fromEpochMs, toEpochMs: endEpochMs };
    },
  };
}
