import type { RelayError } from "./errors.ts";
import { countPartitions, type Heartbeat, partitionsNotIn } from "./heartbeat.ts";
import { describeError, type Log } from "./logger.ts";
import type { BeatMetrics } from "./metrics.ts";
import type { BeatReport } from "./relay.ts";

/** The fields of the one log line per beat, filled in as they become known. */
export type BeatRecord = {
  readonly requestId: string;
  /** Lambda's own id of the invocation, by which its platform lines are found. */
  readonly invocationId: string;
  readonly source: "http" | "schedule";
  key?: string;
  alias?: string;
  heartbeat?: Heartbeat;
  report?: BeatReport;
};

export type Recorder = {
  /** Writes the line and counts the beat; `error` where no assignment was given. */
  write(record: BeatRecord, error?: RelayError): void;
};

/** @see issue 2, "What is logged and counted" */
export function createRecorder({ log, metrics }: { log: Log; metrics: BeatMetrics }): Recorder {
  return {
    write(record, error) {
      const outcome = error?.code ?? "renewed";
      const { attempts = 0, upstreamMs = 0 } = record.report ?? {};
      const line = { ...toFields(record), outcome, ...explain(error) };
      if (error === undefined) log.info("heartbeat renewed", line);
      else if (error.row.status < 500) log.warn("heartbeat refused", line);
      else log.error("heartbeat failed", line);
      metrics.count({ outcome, attempts, upstreamMs });
    },
  };
}

function toFields(record: BeatRecord) {
  const { heartbeat, report } = record;
  return {
    requestId: record.requestId,
    invocationId: record.invocationId,
    source: record.source,
    key: record.key,
    alias: record.alias,
    consumerGroup: heartbeat?.consumerGroup,
    consumer: heartbeat?.consumer,
    ...(heartbeat && { reported: countPartitions(heartbeat.topics) }),
    ...(heartbeat && report?.ok && toCounts(heartbeat, report)),
    ...(report && { attempts: report.attempts, upstreamMs: Math.round(report.upstreamMs) }),
    ...(report && toUpstream(report)),
  };
}

function toCounts({ topics: reported }: Heartbeat, { assignment }: BeatReport & { ok: true }) {
  return {
    assigned: countPartitions(assignment.topics),
    added: countPartitions(partitionsNotIn(assignment.topics, reported)),
    revoked: countPartitions(partitionsNotIn(reported, assignment.topics)),
  };
}

function toUpstream(report: BeatReport) {
  if (report.ok) return { upstreamRequestId: report.assignment.requestId };
  const { failure } = report;
  if (failure.kind === "rejected") {
    return { upstreamCode: failure.upstream.code, upstreamRequestId: failure.upstream.requestId };
  }
  return failure.kind === "malformed" ? { httpStatus: failure.httpStatus } : {};
}

function explain(error: RelayError | undefined) {
  if (error === undefined) return {};
  if (error.code === "internal-error") return { thrown: describeError(error.cause) };
  return error.code === "relay-misconfigured" ? { reason: error.cause } : {};
}
