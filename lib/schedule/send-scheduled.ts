import { toBeatError } from "../relay/beat-error.ts";
import { type BeatRecord, writeRecord } from "../observe/beat-record.ts";
import { beatTimeLeftMs, leastCallMs } from "../relay/relay.ts";
import type { ErrorCode } from "../heartbeat/error-table.ts";
import type { Topics } from "../heartbeat/heartbeat.ts";
import { type RelayError, toRelayError } from "../heartbeat/relay-error.ts";
import type { Denial } from "../ledger/ledger.ts";
import type { BeatReport, Relay } from "../relay/relay.ts";
import type { Services } from "../app/services.ts";
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
  /** How long the host lets the run last. */
  readonly runMs: number;
};

/**
 * Sends one beat, `sinceStartMs` after the start of its run, and records it; never rejects, so that one failure
 * stops none of the others.
 * Undefined for a beat that was not sent before its alias's schedule ended.
 */
export async function sendScheduled(
  beat: Due,
  sinceStartMs: number,
  context: SendContext,
): Promise<BeatResult | undefined> {
  const { alias, heartbeat } = beat;
  const { newRequestId } = context.services;
  const { invocationId, held } = context;
  const topics = (alias !== undefined && held.get(alias)) || heartbeat.topics;
  const record: BeatRecord = {
    requestId: newRequestId(),
    invocationId,
    source: "schedule",
    ...(alias !== undefined && { alias }),
    heartbeat: { ...heartbeat, topics },
  };
  const { error, leftOut, isQuiet } = await send(beat, record, sinceStartMs, context).catch(
    (thrown: unknown): Sent => ({ error: toRelayError(thrown) }),
  );
  // A beat that was left out is recorded too.
  if (!isQuiet) writeRecord(context.services, record, error);
  if (leftOut) return undefined;
  const { consumerGroup, consumer } = heartbeat;
  const outcome = error?.code ?? "renewed";
  return { ...(alias !== undefined && { alias }), consumerGroup, consumer, outcome };
}

/** The schedule has a share of the rate as a key has. */
const scheduleKey = { name: "schedule" };

type Sent = {
  /** Absent where the beat was renewed. */
  readonly error?: RelayError;
  /** Whether its alias's schedule ended before its turn came, or has stopped for its consumer. */
  readonly leftOut?: boolean;
  readonly isQuiet?: true;
};

function isStopped({ failure }: Extract<BeatReport, { ok: false }>): boolean {
  return failure.kind === "refused" && stopped.has(failure.denial.reason);
}

/** Who left has said so, and that has a line of its own; nothing is due of who does not prove that it lives. */
const stopped = new Set<Denial["reason"]>(["left", "unproven"]);

async function send(
  { heartbeat: preset, alias, keepAliveMs, untilMs: aliasUntilMs = Infinity }: Due,
  record: BeatRecord,
  sinceStartMs: number,
  { services, relay, held, runMs }: SendContext,
): Promise<Sent> {
  const { config } = services;
  const { heartbeat = preset, requestId: traceId } = record;
  const leftMs = beatTimeLeftMs(Infinity, runMs - sinceStartMs);
  // The wait for a slot leaves time for a call, and ends before the alias's schedule does.
  const lastStartMs = leftMs - leastCallMs;
  const untilMs = aliasUntilMs - sinceStartMs - 1;
  const maxWaitMs = Math.max(0, Math.min(lastStartMs, untilMs));
  const callMs = config.deadlineMs;
  const report = await relay.beat(heartbeat, {
    timeLeftMs: leftMs,
    callMs,
    traceId,
    maxWaitMs,
    key: scheduleKey,
    sender: { alias, isScheduled: true, keepAliveMs },
  });
  record.report = report;
  if (report.ok) {
    if (alias !== undefined) held.set(alias, report.assignment.topics);
    return {};
  }
  if (isStopped(report)) {
    // Its lease ends, and others get what it held.
    if (alias !== undefined) held.delete(alias);
    return { leftOut: true, isQuiet: true };
  }
  const leftOut = report.attempts === 0 && untilMs < lastStartMs;
  return { error: toBeatError(report, config.ratePerSecond), leftOut };
}
