import type { Consumer } from "../consumers.ts";
import type { StateRules } from "../state-of.ts";
import type { Alarm } from "./alarm.ts";
import { type Change, compare } from "./compare.ts";
import { findAlarms, type Found, type WatchSettings } from "./find-alarms.ts";
import { sampled } from "./sample.ts";
import { fitting } from "./told-text.ts";
import type { Told } from "./told.ts";
import { failingOf } from "./upstream.ts";

export type Look = {
  readonly consumers: readonly Consumer[];
  readonly nowMs: number;
  readonly rules: StateRules;
  readonly ratePerSecond: number;
  readonly settings: WatchSettings | undefined;
  /** How far apart looks are. */
  readonly periodMs: number;
  /** Whether the look before this one of this process failed. */
  readonly isAfterFailure: boolean;
  /** Who is told. */
  readonly to: readonly string[];
};

/** Of periods: after so long without a look it is not known who is alive. */
const missedPeriods = 2.5;

export function isMissed(lookedMs: number, nowMs: number, periodMs: number): boolean {
  return nowMs - lookedMs > missedPeriods * periodMs;
}

/** What is to be remembered after a look, with all that has to be told because of it. */
export function nextTold(told: Told, look: Look): Told & { readonly changes: readonly Change[] } {
  const { consumers, nowMs } = look;
  const failing = failingOf(
    consumers.map(({ sight }) => sight),
    nowMs,
  );
  const isAway = failing?.isCertain === true;
  const outage: Found[] = isAway ? [{ ...relay, sinceMs: failing.sinceMs, fromMs: 0 }] : [];
  const missed = missedOf(told, look);
  const before = [...told.open, ...missed];
  const isUnknown =
    look.isAfterFailure ||
    told.lookedMs === undefined ||
    isAway ||
    before.some(({ kind }) => kind === "outage");
  const recordedMs = consumers.reduce(
    (ms, { sight: { unrecordedMs = 0 } }) => Math.max(ms, unrecordedMs),
    told.knownSinceMs,
  );
  // Another process may have a clock that is ahead, and this one a clock that was set back.
  const knownSinceMs = isUnknown ? nowMs : Math.min(recordedMs, nowMs);
  const view = {
    ...look,
    lookedMs: told.lookedMs ?? nowMs,
    open: before,
    // While calls fail and it is not certain why, nobody is told to have expired.
    knownSinceMs: failing ? nowMs : knownSinceMs,
  };
  const all = [
    ...missed.map((alarm) => ({ alarm, isOver: false, atMs: alarm.sinceMs })),
    ...compare([...outage, ...findAlarms(view)], view),
  ];
  const { open, changes } = settle(before, all);
  const more = changes.map((change) => ({ ...change, to: look.to }));
  return {
    lookedMs: nowMs,
    knownSinceMs,
    open,
    untold: [...told.untold, ...more],
    ...sampled(told, consumers, nowMs),
    changes,
  };
}

/** What is open after changes, and those of them that count: what finds no room is told when there is some. */
function settle(before: readonly Alarm[], all: readonly Change[]) {
  const over = new Set(all.filter(({ isOver }) => isOver).map(({ alarm }) => alarm));
  const wrong = new Set([...before, ...all.map(({ alarm }) => alarm)]);
  const goesOn = [...wrong].filter((alarm) => !over.has(alarm));
  const open = fitting(goesOn, ({ key }) => key);
  const known = new Set([...open, ...over]);
  return { open, changes: all.filter(({ alarm }) => known.has(alarm)) };
}

/** Nobody has looked for long: an outage that is known of when it is over, unless somebody told of it meanwhile. */
function missedOf({ lookedMs, open }: Told, { nowMs, periodMs }: Look): readonly Alarm[] {
  if (lookedMs === undefined || !isMissed(lookedMs, nowMs, periodMs)) return [];
  if (open.some(({ kind }) => kind === "outage")) return [];
  return [{ ...relay, sinceMs: lookedMs }];
}

const relay = { kind: "outage", subject: {} } as const;
