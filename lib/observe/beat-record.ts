import type { RelayError } from "../heartbeat/relay-error.ts";
import {
  countPartitions,
  type Heartbeat,
  partitionsNotIn,
  type Topics,
  toRecord,
} from "../heartbeat/heartbeat.ts";
import { describeError, type Log, noteIfPossible, writes } from "./logger.ts";
import type { BeatTally } from "./beat-tally.ts";
import type { BeatMetrics } from "./metrics.ts";
import type { BeatReport } from "../relay/relay.ts";

/** The fields of the one log line per beat, filled in as they become known. */
export type BeatRecord = {
  readonly requestId: string;
  /** Lambda's own id of the invocation, by which its platform lines are found. */
  readonly invocationId: string;
  readonly source: "http" | "schedule";
  /** The address of the caller. */
  readonly client?: string;
  key?: string;
  alias?: string;
  /** What the sender calls itself. */
  instance?: string;
  /** Names of the query's parameters that are safe to log. */
  query?: readonly string[];
  heartbeat?: Heartbeat;
  report?: BeatReport;
};

export type Recorder = {
  /** Writes the line and counts the beat; `error` where no assignment was given. */
  write(record: BeatRecord, error?: RelayError): void;
};

export type RecorderOptions = {
  readonly log: Log;
  readonly metrics: BeatMetrics;
  /** Where a host that is asked for its metrics counts. */
  readonly tally?: BeatTally | undefined;
  /** How often the ledger went without its table since this was last asked. */
  readonly takeFallbacks?: () => number;
};

/** Enough of what CLS says to search for. */
const mostMessageCharacters = 200;

/** @see docs/operate.md, which lists the fields */
export function createRecorder({ log, metrics, tally, takeFallbacks }: RecorderOptions): Recorder {
  const writesLevel = {
    info: writes(log, "info"),
    warn: writes(log, "warn"),
    error: writes(log, "error"),
  };
  return {
    write(record, error) {
      const outcome = error?.code ?? "renewed";
      const { report } = record;
      const { attempts = 0, upstreamMs = 0 } = report ?? {};
      const leaseLeftMs = report?.ok ? report.leaseLeftMs : undefined;
      tally?.add({ ...record, outcome, attempts, upstreamMs, leaseLeftMs });
      const dropped = report?.ok === false && report.attempts === 0;
      const storeFallbacks = takeFallbacks?.() ?? 0;
      const count = {
        outcome,
        attempts,
        upstreamMs,
        ...(dropped && { dropped }),
        ...(storeFallbacks > 0 && { storeFallbacks }),
        ...(report?.ok && report.rival && { contested: true as const }),
        leaseLeftMs,
      };
      const [level, message] = toHeadline(error);
      if (writesLevel[level]) {
        const line = { ...toLineFields(record), outcome, ...explain(error) };
        log[level](message, { ...line, ...metrics.fields(count) });
      } else metrics.publish(count, level.toUpperCase());
    },
  };
}

/** Writes the record; a log or a metric that fails costs its line, and never the caller's answer. */
export function writeRecord(
  { log, recorder }: { readonly log: Log; readonly recorder: Recorder },
  record: BeatRecord,
  error?: RelayError,
): void {
  try {
    recorder.write(record, error);
  } catch (thrown) {
    const { requestId } = record;
    noteIfPossible(() => {
      log.error("heartbeat not recorded", { requestId, thrown: describeError(thrown) });
    });
  }
}

function toHeadline(error: RelayError | undefined) {
  if (error === undefined) return ["info", "heartbeat renewed"] as const;
  if (error.row.status < 500) return ["warn", "heartbeat refused"] as const;
  return ["error", "heartbeat failed"] as const;
}

function toLineFields(record: BeatRecord) {
  const { heartbeat, report } = record;
  return {
    requestId: record.requestId,
    invocationId: record.invocationId,
    source: record.source,
    client: record.client,
    key: record.key,
    alias: record.alias,
    instance: record.instance,
    query: record.query,
    consumerGroup: heartbeat?.consumerGroup,
    consumer: heartbeat?.consumer,
    logsetId: heartbeat?.logsetId,
    ...(heartbeat && { reported: countPartitions(heartbeat.topics) }),
    ...(heartbeat && report?.ok && toCounts(heartbeat, report)),
    ...(report && { attempts: report.attempts, upstreamMs: Math.round(report.upstreamMs) }),
    ...(report && toUpstream(report)),
  };
}

function toCounts({ topics: reported }: Heartbeat, report: BeatReport & { ok: true }) {
  const { assignment, before = new Map(), rival } = report;
  return {
    ...toMoved("gained", partitionsNotIn(assignment.topics, before)),
    ...toMoved("lost", partitionsNotIn(before, assignment.topics)),
    ...(rival && { contested: true }),
    assigned: countPartitions(assignment.topics),
    added: countPartitions(partitionsNotIn(assignment.topics, reported)),
    revoked: countPartitions(partitionsNotIn(reported, assignment.topics)),
  };
}

/** A line names so many partitions at most, so that it stays short. */
const mostNamed = 50;

/** What the consumer was assigned and was not before, or the other way round. */
function toMoved(name: "gained" | "lost", topics: Topics) {
  const named = new Map<string, readonly number[]>();
  let left = mostNamed;
  for (const [topicId, partitions] of topics) {
    if (left > 0) named.set(topicId, partitions.slice(0, left));
    left -= partitions.length;
  }
  return named.size > 0 ? { [name]: toRecord(named) } : {};
}

function toUpstream(report: BeatReport) {
  if (report.ok) return { upstreamRequestId: report.assignment.requestId };
  const { failure } = report;
  switch (failure.kind) {
    case "rejected": {
      const { code, message, requestId } = failure.upstream;
      const upstreamMessage = message.slice(0, mostMessageCharacters);
      return { upstreamCode: code, upstreamMessage, upstreamRequestId: requestId };
    }
    case "malformed":
      return { httpStatus: failure.httpStatus };
    case "unreachable":
      return { reason: failure.reason };
    case "refused":
      return { reason: failure.denial.reason };
    case "timeout":
      return {};
  }
}

function explain(error: RelayError | undefined) {
  if (error === undefined) return {};
  if (error.faults.length > 0) return { faults: error.faults.length };
  if (error.code === "internal-error") return { thrown: describeError(error.cause) };
  return error.code === "relay-misconfigured" ? { reason: error.cause } : {};
}
