import { toBeatError } from "../beat-error.ts";
import type { BeatRecord } from "../beat-record.ts";
import { beatBudgetMs } from "../budget.ts";
import { sleep } from "../clock.ts";
import type { ErrorCode } from "../error-table.ts";
import type { Topics } from "../heartbeat.ts";
import type { Pacer } from "../rate-limit.ts";
import type { Relay } from "../relay.ts";
import type { Services } from "../services.ts";
import type { Due } from "./plan.ts";

export type BeatResult = {
  readonly alias?: string;
  readonly consumerGroup: string;
  readonly consumer: string;
  /** "renewed", or the code of the error. */
  readonly outcome: "renewed" | ErrorCode;
};

export type RunOptions = {
  readonly services: Services;
  readonly relay: Relay;
  readonly pacer: Pacer;
  /** What each alias was last assigned, while this sandbox lives; the run reports and renews it. */
  readonly held: Map<string, Topics>;
  readonly invocationId: string;
  /** When the host ends the invocation, in milliseconds since the Unix epoch. */
  readonly endsEpochMs: number;
};

/** Not worth starting with less: it would most likely be cut off. */
const leastBudgetMs = 250;

/**
 * Sends what is due, each at its time and at the pace of the rate; gives the results in order of
 * start. One failure never stops the next; what the remaining time has no room for is not begun.
 */
export async function runBeats(due: readonly Due[], options: RunOptions): Promise<BeatResult[]> {
  const { services, pacer, endsEpochMs } = options;
  const { clock } = services;
  const running: Promise<BeatResult>[] = [];
  const busy = new Set<string>();
  for (const beat of due) {
    const startMs = Math.max(beat.atEpochMs, clock.epochMs());
    if (beatBudgetMs(Infinity, endsEpochMs - startMs) < leastBudgetMs) break;
    await sleep(clock, beat.atEpochMs - clock.epochMs());
    await sleep(clock, pacer.reserveMs());
    // A slow answer of the same alias still under way renews it; a second one could overtake it.
    const { alias = "" } = beat;
    if (busy.has(alias)) continue;
    if (alias) busy.add(alias);
    running.push(sendBeat(beat, options).finally(() => busy.delete(alias)));
  }
  return Promise.all(running);
}

async function sendBeat(beat: Due, options: RunOptions): Promise<BeatResult> {
  const { services, relay, held, invocationId, endsEpochMs } = options;
  const { clock, config, newRequestId, recorder } = services;
  const topics = (beat.alias && held.get(beat.alias)) || beat.heartbeat.topics;
  const heartbeat = { ...beat.heartbeat, topics };
  const requestId = newRequestId();
  const record: BeatRecord = { requestId, invocationId, source: "schedule", heartbeat };
  if (beat.alias) record.alias = beat.alias;
  const budgetMs = beatBudgetMs(config.deadlineMs, endsEpochMs - clock.epochMs());
  const report = await relay.beat(heartbeat, { budgetMs, traceId: requestId });
  record.report = report;
  const error = report.ok ? undefined : toBeatError(report);
  recorder.write(record, error);
  if (report.ok && beat.alias) held.set(beat.alias, report.assignment.topics);
  return {
    ...(beat.alias && { alias: beat.alias }),
    consumerGroup: heartbeat.consumerGroup,
    consumer: heartbeat.consumer,
    outcome: error?.code ?? "renewed",
  };
}
