import { type Clock, startDeadline } from "../../base/clock.ts";
import { RelayError } from "../../heartbeat/relay-error.ts";
import type { Sample } from "../transition.ts";
import type { Journal } from "./journal.ts";

/**
 * The last hour, a minute each.
 *
 * @throws RelayError `ledger-unavailable` where the table does not answer
 */
export type ReadSamples = () => Promise<readonly Sample[]>;

/** Samples are of minutes: many who ask cost one reading in so long. */
const keptMs = 15_000;

const askMs = 4000;

export function createSampleReader(journal: Pick<Journal, "read">, clock: Clock): ReadSamples {
  let read: { readonly atMs: number; readonly samples: Promise<readonly Sample[]> } | undefined;

  const ask = async () => {
    const deadline = startDeadline(clock, askMs);
    try {
      return (await journal.read(deadline.signal)).samples;
    } catch (cause) {
      read = undefined;
      throw new RelayError("ledger-unavailable", { cause });
    } finally {
      deadline.end();
    }
  };

  return () => {
    const nowMs = clock.nowMs();
    if (read === undefined || nowMs >= read.atMs + keptMs) read = { atMs: nowMs, samples: ask() };
    return read.samples;
  };
}
