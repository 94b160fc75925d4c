import type { Config } from "../config/config.ts";
import type { UpstreamConfig } from "../tencent/upstream.ts";
import type { Clock } from "../base/clock.ts";
import { type Log, noteIfPossible } from "../observe/logger.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { createMemoryLedger } from "../ledger/memory.ts";
import { createDynamoStore } from "../ledger/table/dynamo-store.ts";
import { createTableLedger } from "../ledger/table/table-ledger.ts";

export type LedgerParts = {
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  /** A beat went on without the table. */
  readonly onFallback: () => void;
};

/**
 * The memory of this process, where it is the only one; where a table is named, that, and while it does not
 * answer the memory again (docs/decisions/ledger.md).
 */
export function chooseLedger(
  { ledgerTable, ratePerSecond }: Config,
  { endpoint }: UpstreamConfig,
  { log, ...parts }: LedgerParts,
): Ledger {
  const memory = createMemoryLedger({ ...parts, ratePerSecond });
  if (ledgerTable === undefined) return memory;
  return createTableLedger({
    ...parts,
    ratePerSecond,
    // Its key has no SecretId: CLS counts by sub-account, and a rotated key belongs to the same one.
    store: createDynamoStore(ledgerTable, endpoint, parts.clock),
    fallback: memory,
    onFailure(failure) {
      noteIfPossible(() => {
        log.warn("the ledger's table does not answer: heartbeats go on without it", failure);
      });
    },
  });
}
