import { createMemoryLedger, type MemoryLedgerOptions } from "../../lib/ledger/memory.ts";
import { createHandClock } from "./hand-clock.ts";
import type { CallEnd, Entry, Grant, Patience } from "../../lib/ledger/ledger.ts";

/** A beat as the ledger sees it, with whatever is to differ. */
export function entry(consumer: string, more: Partial<Entry> = {}): Entry {
  return { consumer, body: "body", key: { name: "key" }, leaseMs: 40_000, isBulk: false, ...more };
}

export const patient: Patience = { maxWaitMs: 5000, latestUsefulMs: Infinity };
export const hasty: Patience = { maxWaitMs: 0, latestUsefulMs: Infinity };

/** Lets everything run that needs no more than a turn. */
export const turn = () => new Promise((resolve) => setImmediate(resolve));

/** What a grant has come to by now; undefined while it is waited for. */
export async function settled(granting: Promise<Grant>): Promise<Grant | undefined> {
  await turn();
  return Promise.race([granting, Promise.resolve(undefined)]);
}

/** Ends the call of a grant. */
export function settle(grant: Grant | undefined, end: CallEnd = "renewed"): void {
  if (!grant?.granted) throw new Error(`it was not granted: ${JSON.stringify(grant)}`);
  void grant.settle(end);
}

/** A ledger of one call a second on a hand clock. */
export function setUpMemoryLedger(more: Partial<MemoryLedgerOptions> = {}) {
  const clock = createHandClock();
  const ledger = createMemoryLedger({ clock, random: () => 0, ratePerSecond: 1, ...more });
  const take = (
    consumer: string,
    { maxWaitMs = 5000, ...differs }: { maxWaitMs?: number } & Parameters<typeof entry>[1] = {},
  ) => ledger.enter(entry(consumer, differs)).take({ ...patient, maxWaitMs });
  /** Renews a lease at once. */
  const renew = async (consumer: string, differs: Parameters<typeof entry>[1] = {}) => {
    settle(await take(consumer, differs));
    clock.advance(1000);
  };
  return { clock, ledger, take, renew };
}
