import { beatBudgetMs } from "../budget.ts";
import { sleep } from "../clock.ts";
import type { Pacer } from "../rate-limit.ts";
import type { Due } from "./plan.ts";
import { type BeatResult, type SendContext, sendBeat } from "./send-beat.ts";

export type RunOptions = SendContext & {
  readonly pacer: Pacer;
  /** When the host ends the invocation, in milliseconds since the Unix epoch. */
  readonly endsEpochMs: number;
};

/** Not worth starting with less: it would most likely be cut off. */
const leastBudgetMs = 250;

/**
 * Sends what is due, soonest first, each at its time and at the pace of the rate; gives the results in
 * order of start. What is planned past the remaining time is not of this run; what the pace pushes past
 * it is not sent, and a failure. Left out is a beat whose alias has a newer one due or one under way: that
 * one renews the lease.
 */
export async function runBeats(due: readonly Due[], options: RunOptions): Promise<BeatResult[]> {
  const { services, pacer, endsEpochMs } = options;
  const { clock, config } = services;
  const leftMs = (fromMs: number) => beatBudgetMs(config.deadlineMs, endsEpochMs - fromMs);
  const running: Promise<BeatResult>[] = [];
  const busy = new Set<string | undefined>();
  const start = (beat: Due, budgetMs: number) => {
    if (beat.alias !== undefined) busy.add(beat.alias);
    running.push(sendBeat(beat, budgetMs, options).finally(() => busy.delete(beat.alias)));
  };
  for (const [index, beat] of due.entries()) {
    if (leftMs(beat.atEpochMs) < leastBudgetMs) break;
    await sleep(clock, beat.atEpochMs - clock.epochMs());
    if (busy.has(beat.alias) || isSuperseded(due, index, clock.epochMs())) continue;
    const waitMs = pacer.reserveMs();
    const startMs = clock.epochMs() + waitMs;
    if (leftMs(startMs) < leastBudgetMs) {
      start(beat, 0);
      continue;
    }
    await sleep(clock, waitMs);
    if (startMs < (beat.untilEpochMs ?? Infinity)) start(beat, leftMs(clock.epochMs()));
  }
  return Promise.all(running);
}

/** Whether a newer beat of the same alias is due as well: the older one would only be late. */
function isSuperseded(due: readonly Due[], index: number, nowMs: number): boolean {
  const alias = due[index]?.alias;
  if (alias === undefined) return false;
  for (let next = index + 1; (due[next]?.atEpochMs ?? Infinity) <= nowMs; next += 1) {
    if (due[next]?.alias === alias) return true;
  }
  return false;
}
