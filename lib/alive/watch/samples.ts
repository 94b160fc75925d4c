import type { Clock } from "../../base/clock.ts";
import { askLedger } from "../ask-ledger.ts";
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

export function createSampleReader(journal: Pick<Journal, "read">, clock: Clock): ReadSamples {
  let read: { readonly atMs: number; readonly samples: Promise<readonly Sample[]> } | undefined;

  const ask = async () => {
    const told = await askLedger(clock, (signal) => journal.read(signal)).catch(
      (error: unknown) => {
        read = undefined;
        throw error;
      },
    );
    return told.samples;
  };

  return () => {
    const nowMs = clock.nowMs();
    if (read === undefined || nowMs >= read.atMs + keptMs) read = { atMs: nowMs, samples: ask() };
    return read.samples;
  };
}
