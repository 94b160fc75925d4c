import type { Clock } from "../../lib/base/clock.ts";
import type { Ledger } from "../../lib/ledger/ledger.ts";
import { createTableLedger } from "../../lib/ledger/table/table-ledger.ts";
import { uniform } from "./random.ts";
import { createTestStore, type TestStoreOptions } from "./table-store.ts";

/** Denies every call, so that all that is granted is granted by the table. */
export const noFallback: Ledger = {
  enter: () => ({
    take: () => Promise.resolve({ granted: false, reason: "no-room", retryAfterMs: 1000 }),
  }),
  nextBeatInMs: (leaseMs) => leaseMs,
  fill: () => ({ held: 0, carries: 0 }),
  sights: () => Promise.resolve([]),
  leave: () => Promise.resolve(0),
  prove: () => Promise.resolve(),
};

/** A clock whose wall is off. */
function withSkew(clock: Clock, skewMs: number): Clock {
  return { ...clock, epochMs: () => Math.floor(clock.epochMs() + skewMs) };
}

/** Processes that share one table, with clocks up to 10 ms off. */
export function createTableProcesses(
  count: number,
  parts: {
    readonly clock: Clock;
    readonly random: () => number;
    readonly ratePerSecond: number;
    readonly tripMs: NonNullable<TestStoreOptions["tripMs"]>;
    readonly fallback?: Ledger;
    readonly onFailure?: (reason: string) => void;
  },
): Ledger[] {
  const { clock, random, fallback = noFallback, onFailure = () => {} } = parts;
  const store = createTestStore(parts);
  return Array.from({ length: count }, () =>
    createTableLedger({
      ...parts,
      store,
      fallback,
      clock: withSkew(clock, uniform(random, -10, 10)),
      onFallback: () => {},
      onFailure: ({ reason }) => {
        onFailure(reason);
      },
    }),
  );
}
