import type { Config } from "../config/config.ts";
import type { UpstreamConfig } from "../tencent/upstream.ts";
import type { Clock } from "../base/clock.ts";
import { type Log, noteIfPossible } from "../observe/logger.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { createMemoryJournal, type Journal } from "../alive/watch/journal.ts";
import { createTableJournal } from "../alive/watch/table-journal.ts";
import { createMemoryLedger } from "../ledger/memory.ts";
import { createDynamoStore } from "../ledger/table/dynamo-store.ts";
import { createTableLedger } from "../ledger/table/table-ledger.ts";
import { createProcessMemory, type ProcessMemory } from "./process-memory.ts";

export type LedgerParts = {
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  /** A beat went on without the table. */
  readonly onFallback: () => void;
};

export type Chosen = {
  readonly ledger: Ledger;
  readonly journal: Journal;
  /** Absent where a table is named. */
  readonly memory?: ProcessMemory;
};

/**
 * Where it is kept who may call and what was told: the memory of this process, where it is the only one; where a table is named, that, and while it does not
 * answer the memory again (docs/decisions/ledger.md).
 */
export function chooseLedger(
  { ledgerTable, ratePerSecond }: Config,
  { endpoint }: UpstreamConfig,
  { log, ...parts }: LedgerParts,
): Chosen {
  const fallback = createMemoryLedger({ ...parts, ratePerSecond });
  if (ledgerTable === undefined) {
    const journal = createMemoryJournal(parts.clock);
    return { ledger: fallback, journal, memory: createProcessMemory(fallback.memory, journal) };
  }
  // Its key has no SecretId: CLS counts by sub-account, and a rotated key belongs to the same one.
  const store = createDynamoStore(ledgerTable, endpoint, parts.clock);
  const ledger = createTableLedger({
    ...parts,
    ratePerSecond,
    store,
    fallback,
    onFailure(failure) {
      noteIfPossible(() => {
        log.warn("the ledger's table does not answer: heartbeats go on without it", failure);
      });
    },
  });
  return { ledger, journal: createTableJournal(store, parts.clock) };
}
