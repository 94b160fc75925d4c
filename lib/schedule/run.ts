import { beatTimeLeftMs, leastCallMs } from "../relay/relay.ts";
import { sleep } from "../base/clock.ts";
import type { Due } from "./plan.ts";
import { type BeatResult, type SendContext, sendScheduled } from "./send-scheduled.ts";

export type RunOptions = SendContext & {
  /** When the run began, on the monotonic clock. */
  readonly startedMs: number;
  /** How long the host lets it run from then on. */
  readonly runMs: number;
};

/** Of the time that the host leaves, how much is there to start beats in. */
export function startableMs(runMs: number): number {
  return beatTimeLeftMs(Infinity, runMs) - leastCallMs;
}

/**
 * Starts what is due, each at its time; the ledger lets them out at the pace of the rate, soonest
 * lease first. Returns the results in order of start. A beat that the pace pushes past the remaining time is not sent
 * and is a failure. A beat whose alias has one under way is left out: that one renews the lease.
 */
export async function runBeats(due: readonly Due[], options: RunOptions): Promise<BeatResult[]> {
  const { startedMs } = options;
  const { clock } = options.services;
  const sinceStartMs = () => clock.nowMs() - startedMs;
  const running: Promise<BeatResult | undefined>[] = [];
  const busy = new Set<string>();
  try {
    for (const beat of due) {
      const { alias, atMs } = beat;
      await sleep(clock, atMs - sinceStartMs());
      if (alias !== undefined && busy.has(alias)) continue;
      if (alias !== undefined) busy.add(alias);
      const sending = sendScheduled(beat, sinceStartMs(), options);
      running.push(sending.finally(() => alias !== undefined && busy.delete(alias)));
    }
  } finally {
    // Whatever ended the loop, no request is pending when the run ends.
    await Promise.all(running);
  }
  return (await Promise.all(running)).filter((result) => result !== undefined);
}
