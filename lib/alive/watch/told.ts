import type { Alarm, Untold } from "./alarm.ts";
import type { Sample } from "../transition.ts";

/** What is remembered from one look to the next. */
export type Told = {
  /** When a look last worked. */
  readonly lookedMs?: number | undefined;
  /** Who beat before that may be unknown. */
  readonly knownSinceMs: number;
  /** What was found wrong and is not over. */
  readonly open: readonly Alarm[];
  /** What somebody has not taken yet. */
  readonly untold: readonly Untold[];
  readonly samples: readonly Sample[];
  /** When a minute was counted last, and all renewals and failures until then. */
  readonly counts: Counts;
};

export type Counts = {
  readonly atMs: number;
  readonly renewals: number;
  readonly failures: number;
};

export const nothingTold: Told = {
  knownSinceMs: 0,
  open: [],
  untold: [],
  samples: [],
  counts: { atMs: 0, renewals: 0, failures: 0 },
};
