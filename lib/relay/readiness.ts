import { type Clock, type Moment, momentOf, sinceMs, startDeadline } from "../base/clock.ts";
import type { RelayError } from "../heartbeat/relay-error.ts";

/** Asks CLS whether it would take a beat, without joining any group. */
export type Readiness = {
  /**
   * What a beat would be refused with; undefined where CLS would take it. When the signal aborts it
   * settles at once and leaves nothing pending.
   */
  check(signal: AbortSignal): Promise<RelayError | undefined>;
};

/** How long a finding stands for later questions. */
const keptMs = 30_000;

type Finding = { readonly error: RelayError | undefined; readonly at: Moment };

/**
 * Asks at most once in 30 s; questions that come meanwhile share the one that is under way. Only what lasts is
 * kept: that CLS would accept a heartbeat, or refuses it for good. What may be over in a second is asked again.
 *
 * @returns what asks, within `timeLeftMs` milliseconds
 */
export function keepFindings({
  readiness,
  clock,
}: {
  readonly readiness: Readiness;
  readonly clock: Clock;
}): (timeLeftMs: number) => Promise<RelayError | undefined> {
  let kept: Finding | undefined;
  let underWay: Promise<RelayError | undefined> | undefined;

  async function ask(timeLeftMs: number): Promise<RelayError | undefined> {
    const deadline = startDeadline(clock, timeLeftMs);
    try {
      const error = await readiness.check(deadline.signal);
      const lasts = error === undefined || !error.row.retryable;
      kept = lasts ? { error, at: momentOf(clock) } : undefined;
      return error;
    } finally {
      deadline.end();
      underWay = undefined;
    }
  }

  return async (timeLeftMs) => {
    if (kept && sinceMs(clock, kept.at) < keptMs) return kept.error;
    underWay ??= ask(timeLeftMs);
    return underWay;
  };
}
