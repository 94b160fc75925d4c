import { toBeatError } from "../../relay/beat-error.ts";
import { type BeatRecord, writeRecord } from "../../observe/beat-record.ts";
import { leastCallMs } from "../../relay/relay.ts";
import { RelayError, toRelayError } from "../../heartbeat/relay-error.ts";
import type { Heartbeat } from "../../heartbeat/heartbeat.ts";
import type { Exchange } from "../endpoint.ts";
import { readSender } from "../sender.ts";
import type { BeatReport, Relay, Renewal } from "../../relay/relay.ts";
import type { Services } from "../../app/services.ts";
import { noteRefusals } from "./note-refusals.ts";
import type { BatchItem } from "./read-batch.ts";

/** What became of one heartbeat of a batch. */
export type BatchResult =
  | { readonly renewed: true; readonly heartbeat: Heartbeat; readonly renewal: Renewal }
  | { readonly renewed: false; readonly error: RelayError; readonly requestId: string };

export type BatchOptions = {
  readonly services: Services;
  readonly relay: Relay;
  readonly exchange: Exchange;
  /** Milliseconds from now after which nothing is pending and all results are given. */
  readonly timeLeftMs: number;
};

type Sendable = Extract<BatchItem, { refusal?: undefined }>;

/**
 * Sends the heartbeats of a batch: all at once, so that the ledger paces them and lets the lease that ends
 * soonest go first. Each is recorded as a beat of its own, and what was refused before by one line. Never
 * rejects; the results are in the order of the items.
 */
export async function sendBatch(
  items: readonly BatchItem[],
  options: BatchOptions,
): Promise<readonly BatchResult[]> {
  const { record, requestId } = options.exchange;
  const refusals = items.flatMap(({ refusal }) => refusal ?? []);
  noteRefusals(options.services.log, record, refusals);
  return Promise.all(
    items.map(async (item, index): Promise<BatchResult> => {
      if (item.refusal) return { renewed: false, error: item.refusal, requestId };
      return sendItem(item, index, options);
    }),
  );
}

async function sendItem(
  { alias, heartbeat }: Sendable,
  index: number,
  options: BatchOptions,
): Promise<BatchResult> {
  const { requestId, record: batch } = options.exchange;
  const record: BeatRecord = {
    ...batch,
    ...(alias !== undefined && { alias }),
    heartbeat,
    // Short enough to be an id that the relay itself would take over.
    requestId: `${requestId.slice(0, 60)}.${index}`,
  };
  const failed = (thrown: unknown): BatchResult => {
    return { renewed: false, error: toRelayError(thrown), requestId: record.requestId };
  };
  const result = await renew(heartbeat, record, options).catch(failed);
  writeRecord(options.services, record, result.renewed ? undefined : result.error);
  return result;
}

/** @throws RelayError unless CLS accepts the heartbeat */
async function renew(
  heartbeat: Heartbeat,
  record: BeatRecord,
  { services, relay, exchange, timeLeftMs }: BatchOptions,
): Promise<BatchResult> {
  const { config } = services;
  const report = await relay.beat(heartbeat, {
    timeLeftMs,
    callMs: config.deadlineMs,
    traceId: record.requestId,
    key: exchange.key,
    sender: readSender({ ...exchange, record }, services),
    isBulk: true,
    // On Lambda a single beat has almost no time to wait; a batch has some.
    maxWaitMs: Math.max(0, timeLeftMs - leastCallMs),
  });
  record.report = report;
  if (!report.ok) throw toBatchError(report, config.ratePerSecond);
  return { renewed: true, heartbeat, renewal: report };
}

/**
 * The error of a single beat, except that a beat which the batch had no time for was not attempted.
 */
function toBatchError(
  report: Extract<BeatReport, { ok: false }>,
  ratePerSecond: number,
): RelayError {
  const error = toBeatError(report, ratePerSecond);
  const { code, detail, headers, cause } = error;
  const cutOff = code === "throttled" || code === "deadline-exceeded";
  if (report.attempts > 0 || !cutOff) return error;
  return new RelayError("not-attempted", { detail, headers, cause });
}
