import type { BeatRecord } from "./beat-record.ts";
import type { Run } from "../heartbeat/ping-run.ts";
import { type Log, noteIfPossible } from "./logger.ts";

/** The line of a run that renews nothing: a warning where it failed. It is not a beat and is not counted. */
export function noteRun(log: Log, record: BeatRecord, { name, exitCode }: Run): void {
  const line = { ...toNoteFields(record), run: name, exitCode };
  noteIfPossible(() => {
    log[name === "failed" ? "warn" : "info"](`run ${name}`, line);
  });
}

/** The line of a HEAD, so that a caller that takes it for a beat is found. */
export function noteCheck(log: Log, record: BeatRecord): void {
  noteIfPossible(() => {
    log.info("checked, nothing sent", toNoteFields(record));
  });
}

/** The line of a consumer that leaves. */
export function noteLeave(log: Log, record: BeatRecord): void {
  noteIfPossible(() => {
    log.info("consumer left", { ...toNoteFields(record), instance: record.instance });
  });
}

/** Without `source`, by which beats are counted. */
function toNoteFields({ requestId, invocationId, key, alias, query, heartbeat }: BeatRecord) {
  const { consumerGroup, consumer, logsetId } = heartbeat ?? {};
  return { requestId, invocationId, key, alias, query, consumerGroup, consumer, logsetId };
}
