import { type Clock, startDeadline } from "../base/clock.ts";
import { RelayError } from "../heartbeat/relay-error.ts";

const mostMs = 2000;

/**
 * Asks or tells the ledger something besides a heartbeat's turn.
 *
 * @throws RelayError `ledger-unavailable` where its table does not answer in time
 */
export async function askLedger<Told>(
  clock: Clock,
  ask: (signal: AbortSignal) => Promise<Told>,
): Promise<Told> {
  const deadline = startDeadline(clock, mostMs);
  const refuse = (cause: unknown) => {
    throw new RelayError("ledger-unavailable", { cause });
  };
  return ask(deadline.signal)
    .catch(refuse)
    .finally(() => {
      deadline.end();
    });
}
