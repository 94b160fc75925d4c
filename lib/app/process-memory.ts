import type { MemoryJournal } from "../alive/watch/journal.ts";
import type { KeptLedger, LedgerMemory } from "../ledger/ledger.ts";

/** What one process knows of consumers and is to outlive it, where no table keeps it. */
export type ProcessMemory = {
  kept(): Kept;
  /** Takes over what the process before this one knew; gives how many leases that have not ended it held. */
  restore(kept: Kept): number;
};

export type Kept = KeptLedger & {
  /** What was told of them, as a text. */
  readonly told?: string | undefined;
};

export function createProcessMemory(ledger: LedgerMemory, journal: MemoryJournal): ProcessMemory {
  return {
    kept: () => ({ ...ledger.kept(), told: journal.kept() }),
    restore({ told, ...kept }) {
      if (told !== undefined) journal.restore(told);
      return ledger.restore(kept);
    },
  };
}
