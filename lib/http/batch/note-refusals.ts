import type { BeatRecord } from "../../observe/beat-record.ts";
import type { RelayError } from "../../heartbeat/relay-error.ts";
import { type Log, noteIfPossible } from "../../observe/logger.ts";

/**
 * The one line of all entries of a batch that were refused before anything was sent, counted by their codes: a
 * body of a few bytes for each must not buy a line for each. They are not beats and are not counted.
 */
export function noteRefusals(log: Log, record: BeatRecord, refusals: readonly RelayError[]): void {
  if (refusals.length === 0) return;
  const outcomes: Record<string, number> = {};
  for (const { code } of refusals) outcomes[code] = (outcomes[code] ?? 0) + 1;
  // Without `source`, by which beats are counted.
  const { requestId, invocationId, key } = record;
  const line = { requestId, invocationId, key, refused: refusals.length, outcomes };
  noteIfPossible(() => {
    log.warn("heartbeats of a batch refused", line);
  });
}
