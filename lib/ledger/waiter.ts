import type { Credits } from "./credits.ts";
import type { Consumer } from "./leases.ts";
import type { Entry, Grant } from "./ledger.ts";

/** A beat that waits for a credit. */
export type Waiter = {
  readonly entry: Entry;
  readonly consumer: Consumer;
  readonly key: string;
  rankMs: number;
  readonly latestMs: number;
  /** A call needs a credit of each of these. */
  readonly purses: readonly Credits[];
  readonly settle: (grant: Grant) => void;
};

/** When something changes for those who wait: a credit is free, or the time of one of them is over. */
export function nextChangeMs(waiting: readonly Waiter[], nowMs: number): number {
  const purses = new Set(waiting.flatMap((waiter) => waiter.purses));
  const frees = Array.from(purses, (purse) => purse.earliestMs(0, nowMs));
  return Math.min(
    ...frees.filter((freeMs) => freeMs > nowMs),
    ...waiting.map(({ latestMs }) => latestMs),
  );
}
