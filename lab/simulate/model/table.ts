import { type Clock, sleep } from "../../../lib/base/clock.ts";
import type { Change, Changed, Item, Store } from "../../../lib/ledger/table/store.ts";
import { applyChange } from "../../../test/support/apply-change.ts";
import { uniform } from "../../../test/support/random.ts";
import { sizeOf } from "./item.ts";

/** The way of one process to the table. */
export type Connection = Store & {
  /** How many calls are under way. */
  pending(): number;
};

/** One table that all processes share. */
export type Table = {
  connect(): Connection;
  readonly counts: TableCounts;
};

export type TableCounts = {
  reads: number;
  writes: number;
  /** As DynamoDB bills them: a strongly consistent read for each 4 KB, a write for each 1 KB. */
  readUnits: number;
  writeUnits: number;
  /** Changes refused since one item is changed too often. */
  tooBusy: number;
  /** Calls that the table did not answer. */
  failed: number;
};

export type TableFault = {
  readonly kind: "refuses" | "hangs" | "throttles" | "slow" | "far";
  readonly fromMs: number;
  readonly toMs: number;
};

export type TableOptions = {
  readonly clock: Clock;
  readonly random: () => number;
  readonly faults?: readonly TableFault[];
};

/** There and back. */
const tripMs = { least: 4, most: 12 };
const otherTripsMs: Partial<Record<TableFault["kind"], typeof tripMs>> = {
  slow: { least: 50, most: 400 },
  far: { least: 30, most: 50 },
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html */
const unitsPerSecond = 1000;

/** The first call of a process opens its connection: two round trips more. */
const setUpTrips = 2;

export function createTable({ clock, random, faults = [] }: TableOptions): Table {
  const items = new Map<string, Item>();
  const counts: TableCounts = {
    tooBusy: 0,
    reads: 0,
    writes: 0,
    readUnits: 0,
    writeUnits: 0,
    failed: 0,
  };
  const trip = (fault: TableFault["kind"] | undefined) => {
    const { least, most } = (fault && otherTripsMs[fault]) ?? tripMs;
    return uniform(random, least, most);
  };
  const faultNow = () =>
    faults.find(({ fromMs, toMs }) => clock.nowMs() >= fromMs && clock.nowMs() < toMs)?.kind;

  /** When each item has used up its units: one that has not been written for a second has all of them. */
  const usedUntilMs = new Map<string, number>();
  const takeUnits = (key: string, units: number): boolean => {
    const nowMs = clock.nowMs();
    const fromMs = Math.max(usedUntilMs.get(key) ?? 0, nowMs - 1000);
    if (fromMs > nowMs) return false;
    usedUntilMs.set(key, fromMs + (1000 * units) / unitsPerSecond);
    return true;
  };

  const read = (key: string): Item => {
    const item = items.get(key) ?? {};
    counts.reads += 1;
    counts.readUnits += Math.ceil(sizeOf(key, item) / 4096);
    return item;
  };
  const change = (wanted: Change): Changed => {
    const before = items.get(wanted.key) ?? {};
    const changed = applyChange(before, wanted);
    const bytes = Math.max(sizeOf(wanted.key, before), sizeOf(wanted.key, changed.item));
    const units = Math.ceil(bytes / 1024);
    if (!takeUnits(wanted.key, units)) {
      counts.tooBusy += 1;
      throw new Error("ProvisionedThroughputExceededException");
    }
    items.set(wanted.key, changed.item);
    counts.writes += 1;
    counts.writeUnits += units;
    return changed;
  };

  async function ask<T>(arrive: () => T, setUpMs: number, signal: AbortSignal): Promise<T> {
    const fault = faultNow();
    const wayMs = fault === "hangs" ? Infinity : trip(fault) / 2;
    // A call that is given up has left all the same, and takes effect when it arrives.
    const arrived = signal.aborted
      ? undefined
      : sleep(clock, setUpMs + wayMs).then(() => {
          if (fault === "throttles") throw new Error("ThrottlingException");
          if (fault === "refuses") throw new Error(fault);
          return arrive();
        });
    arrived?.catch(() => undefined);
    await sleep(clock, setUpMs + 2 * wayMs, signal);
    if (arrived === undefined || signal.aborted) throw new Error("no answer in time");
    return arrived;
  }

  return {
    connect() {
      let isConnected = false;
      const setUpMs = () => {
        const ms = isConnected ? 0 : setUpTrips * trip(faultNow());
        isConnected = true;
        return ms;
      };
      let pending = 0;
      const call = async <T>(arrive: () => T, signal: AbortSignal) => {
        pending += 1;
        try {
          return await ask(arrive, setUpMs(), signal);
        } catch (failure) {
          counts.failed += 1;
          throw failure;
        } finally {
          pending -= 1;
        }
      };
      return {
        pending: () => pending,
        read: (key, signal) => call(() => read(key), signal),
        change: (wanted, signal) => call(() => change(wanted), signal),
        list: (signal) => call(() => new Map(items), signal),
      };
    },
    counts,
  };
}
