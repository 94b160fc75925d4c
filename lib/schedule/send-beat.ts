import { toBeatError } from "../beat-error.ts";
import type { BeatRecord } from "../beat-record.ts";
import type { ErrorCode } from "../error-table.ts";
import type { Topics } from "../heartbeat.ts";
import { describeError } from "../logger.ts";
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

export type SendContext = {
  readonly services: Services;
  readonly relay: Relay;
  /** What each alias was last assigned, while this sandbox lives; a beat reports and renews it. */
  readonly held: Map<string, Topics>;
  readonly invocationId: string;
};

/** Sends one beat and records it; never rejects, so that one failure stops none of the others. */
export async function sendBeat(
  beat: Due,
  budgetMs: number,
  context: SendContext,
): Promise<BeatResult> {
  const { alias, heartbeat } = beat;
  const { log, newRequestId } = context.services;
  const requestId = newRequestId();
  const outcome = await attempt(beat, budgetMs, requestId, context).catch(
    (thrown: unknown): ErrorCode => {
      log.error("scheduled heartbeat failed", { requestId, thrown: describeError(thrown) });
      return "internal-error";
    },
  );
  const { consumerGroup, consumer } = heartbeat;
  return { ...(alias !== undefined && { alias }), consumerGroup, consumer, outcome };
}

async function attempt(
  beat: Due,
  budgetMs: number,
  requestId: string,
  { services, relay, held, invocationId }: SendContext,
): Promise<BeatResult["outcome"]> {
  const { alias = "" } = beat;
  const heartbeat = { ...beat.heartbeat, topics: held.get(alias) ?? beat.heartbeat.topics };
  const record: BeatRecord = { requestId, invocationId, source: "schedule", heartbeat };
  if (alias) record.alias = alias;
  const report = await relay.beat(heartbeat, { budgetMs, traceId: requestId });
  record.report = report;
  const error = report.ok ? undefined : toBeatError(report);
  services.recorder.write(record, error);
  if (report.ok && alias) held.set(alias, report.assignment.topics);
  return error?.code ?? "renewed";
}
