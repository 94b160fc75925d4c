import { beatBudgetMs, leastCallMs } from "../relay/time-left.ts";
import { sleep } from "../base/clock.ts";
import type { Due } from "./plan.ts";
import { type BeatResult, type SendContext, sendScheduled } from "./send-scheduled.ts";

export type RunOptions = SendContext & {
  /** When the host ends the invocation, in milliseconds since the Unix epoch. */
  readonly endsEpochMs: number;
};

/**
 * Starts what is due, each at its time; the relay's limiter lets them out at the pace of the rate, soonest
 * lease first. Gives the results in order of start. What is planned past the remaining time is not of this
 * run; what the pace pushes past it is not sent, and a failure. Left out is a beat whose alias has one under
 * way, which renews the lease.
 */
export async function runBeats(due: readonly Due[], options: RunOptions): Promise<BeatResult[]> {
  const { clock } = options.services;
  const leftMs = (fromMs: number) => beatBudgetMs(Infinity, options.endsEpochMs - fromMs);
  const running: Promise<BeatResult | undefined>[] = [];
  const busy = new Set<string>();
  try {
    for (const beat of due) {
      const { alias, atEpochMs } = beat;
      if (leftMs(atEpochMs) < leastCallMs) break;
      await sleep(clock, atEpochMs - clock.epochMs());
      if (alias !== undefined && busy.has(alias)) continue;
      if (alias !== undefined) busy.add(alias);
      const sending = sendScheduled(beat, leftMs(clock.epochMs()), options);
      running.push(sending.finally(() => alias !== undefined && busy.delete(alias)));
    }
  } finally {
    // Whatever ended the loop, no request is pending when the run ends.
    await Promise.all(running);
  }
  return (await Promise.all(running)).filter((result) => result !== undefined);
}
