import { type Clock, sleep } from "../../../lib/base/clock.ts";
import type { Ledger } from "../../../lib/ledger/ledger.ts";
import type { Store } from "../../../lib/ledger/table/store.ts";
import { uniform } from "../../../test/support/random.ts";
import { clsPerSecond } from "./cls.ts";
import type { CreateLedger } from "./deployed.ts";
import { leaseMs } from "./relay-process.ts";
import { createSandboxClock } from "./sandbox-clock.ts";

/** A beat that asked the ledger for its call. */
export type Booking = {
  readonly granted: boolean;
  /** Until it was told. */
  readonly tookMs: number;
  /** Changes of the table that were asked for meanwhile. */
  readonly changes: number;
  /** The table did not answer in time. */
  readonly isWithoutTable: boolean;
};

/** A process that asks, with what came of that so far. */
export type Booker = {
  readonly ledger: Ledger;
  readonly changes: () => number;
  /** Beats that went on without the table. */
  readonly withoutTable: () => number;
};

export type BookerParts = {
  readonly clock: Clock;
  readonly random: () => number;
  readonly table: { connect(): Store };
  readonly createLedger: CreateLedger;
};

/** A sandbox that has its connection to the table and stays awake; its clock is off by up to 10 ms. */
export function createBooker({ clock, random, table, createLedger }: BookerParts): Booker {
  let [changes, withoutTable] = [0, 0];
  const connection = table.connect();
  const store: Store = {
    ...connection,
    change(change, signal) {
      changes += 1;
      return connection.change(change, signal);
    },
  };
  const own = createSandboxClock(clock, { skewMs: uniform(random, -10, 10), standsStill: false });
  const ledger = createLedger({
    store,
    clock: own,
    random,
    ratePerSecond: clsPerSecond,
    onFallback: () => void (withoutTable += 1),
  });
  return { ledger, changes: () => changes, withoutTable: () => withoutTable };
}

const patienceMs = { maxWait: 2000, deadline: 3000 };
const callMs = 90;

/** One beat on its way through the ledger. */
export async function book(
  clock: Clock,
  { ledger, changes, withoutTable }: Booker,
  consumer: string,
): Promise<Booking> {
  const startedMs = clock.nowMs();
  const before = [changes(), withoutTable()] as const;
  const turn = ledger.enter({ consumer, body: "", key: { name: "key" }, leaseMs, isBulk: false });
  const latestUsefulMs = startedMs + patienceMs.deadline;
  const grant = await turn.take({ maxWaitMs: patienceMs.maxWait, latestUsefulMs });
  const { granted } = grant;
  const booking = {
    granted,
    tookMs: clock.nowMs() - startedMs,
    changes: changes() - before[0],
    isWithoutTable: withoutTable() > before[1],
  };
  if (grant.granted) void sleep(clock, callMs).then(() => grant.settle("renewed"));
  return booking;
}
