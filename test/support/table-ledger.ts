import type { Ledger } from "../../lib/ledger/ledger.ts";
import { createMemoryLedger } from "../../lib/ledger/memory.ts";
import type { StoreFailure } from "../../lib/ledger/table/guard.ts";
import { createTableLedger } from "../../lib/ledger/table/table-ledger.ts";
import { createHandClock } from "./hand-clock.ts";
import { entry, patient, settle, turn } from "./ledger.ts";
import { createTestStore } from "./table-store.ts";

/** Ledgers of several processes on one store and one hand clock; each falls back on a memory of its own. */
export function setUpTableLedgers(ratePerSecond = 4) {
  const clock = createHandClock();
  const store = createTestStore({ clock });
  const failures: StoreFailure[] = [];
  let fallbacks = 0;
  const parts = { clock, random: () => 0, ratePerSecond };
  const createProcess = (random = parts.random): Ledger =>
    createTableLedger({
      ...parts,
      random,
      store,
      fallback: createMemoryLedger(parts),
      onFallback: () => void (fallbacks += 1),
      onFailure: (failure) => void failures.push(failure),
    });
  const take = (ledger: Ledger, ...[consumer, differs, patience]: Taking) =>
    ledger.enter(entry(consumer, differs)).take({ ...patient, ...patience });
  /** Renews a lease at once. */
  const renew = async (ledger: Ledger, ...taking: Taking) => {
    settle(await take(ledger, ...taking));
    await turn();
  };
  return { clock, store, failures, fallbacks: () => fallbacks, createProcess, take, renew };
}

type Taking = [
  consumer: string,
  differs?: Parameters<typeof entry>[1],
  patience?: Partial<typeof patient>,
];

/** Moves time on by so much in steps, and lets run what each one sets off. */
export async function pass(clock: { advance(ms: number): void }, ms: number): Promise<void> {
  for (let passedMs = 0; passedMs < ms; passedMs += 10) {
    clock.advance(Math.min(10, ms - passedMs));
    await turn();
  }
}
