import type { Clock } from "../../../lib/base/clock.ts";
import type { Ledger } from "../../../lib/ledger/ledger.ts";
import type { Store } from "../../../lib/ledger/table/store.ts";
import { uniform } from "../../../test/support/random.ts";
import { createClient } from "./client.ts";
import { clsPerSecond } from "./cls.ts";
import { createThrottle, type ThrottleOptions } from "./gateway.ts";
import type { Host, HostCounts, HostParts, Reply } from "./host.ts";
import { createRelayProcess, type RelayProcess } from "./relay-process.ts";
import { createSandboxClock, type SandboxClock } from "./sandbox-clock.ts";
import { type Connection, createTable, type TableFault } from "./table.ts";

export type LedgerParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: () => number;
  readonly ratePerSecond: number;
  /** A beat went on without the table. */
  readonly onFallback: () => void;
};

export type CreateLedger = (parts: LedgerParts) => Ledger;

export type DeployedOptions = {
  readonly createLedger: CreateLedger;
  /** The wall clock of each process is off by so much, either way. */
  readonly skewMs?: number;
  /** By default as many as it takes. */
  readonly mostSandboxes?: number;
  readonly throttle?: ThrottleOptions;
  readonly tableFaults?: readonly TableFault[];
};

type Sandbox = {
  readonly process: RelayProcess;
  readonly clock: SandboxClock;
  readonly store: Connection;
  idleSinceMs: number;
};

const coldStartMs = { least: 300, most: 600 };
const idleLifeMs = 600_000;
const maxWaitMs = 2000;

/** The schedule's function is stopped after so long; it starts every minute. */
const scheduleMs = { timeout: 70_000, every: 60_000, margin: 250, leastCall: 500 };

/** The stack of serverless.yml: a gateway, sandboxes that serve one request at a time, the schedule, one table. */
export const deployed =
  (options: DeployedOptions) =>
  (parts: HostParts): Host => {
    const { clock, random } = parts;
    const { mostSandboxes = Infinity, throttle = { ratePerSecond: 200, burst: 500 } } = options;
    const passes = createThrottle(clock, throttle);
    const table = createTable({ clock, random, faults: options.tableFaults ?? [] });
    const counts: HostCounts = {
      ...{ served: 0, billedMs: 0, notRenewed: 0, throttled: 0, withoutSandbox: 0, sandboxes: 0 },
      leftPending: 0,
      withoutTable: 0,
      table: table.counts,
    };
    /** The one used last is the last. */
    let idle: Sandbox[] = [];
    let busy = 0;

    const start = (): Sandbox => {
      const { skewMs: most = 10, createLedger } = options;
      const own = createSandboxClock(clock, {
        skewMs: uniform(random, -most, most),
        standsStill: random() < 0.5,
      });
      const store = table.connect();
      const onFallback = () => {
        counts.withoutTable += 1;
      };
      const shared = { store, clock: own, random, onFallback };
      const ledger = createLedger({ ...shared, ratePerSecond: clsPerSecond });
      const client = createClient(clock, parts.cls);
      const process = createRelayProcess({ clock: own, random, client, ledger, maxWaitMs });
      counts.sandboxes += 1;
      return { process, clock: own, store, idleSinceMs: 0 };
    };

    const takeIdle = () => {
      const sandbox = idle.pop();
      if (sandbox && clock.nowMs() - sandbox.idleSinceMs < idleLifeMs) return sandbox;
      // The others have been idle for longer still.
      idle = [];
      return undefined;
    };

    const serve = async (consumer: string): Promise<Reply> => {
      const startedMs = clock.nowMs();
      busy += 1;
      let sandbox = takeIdle();
      if (sandbox === undefined) {
        await new Promise<void>((resolve) => {
          clock.after(uniform(random, coldStartMs.least, coldStartMs.most), resolve);
        });
        sandbox = start();
      }
      sandbox.clock.thaw();
      const reply = await sandbox.process.beat(consumer);
      sandbox.clock.freeze();
      counts.leftPending += sandbox.store.pending();
      sandbox.idleSinceMs = clock.nowMs();
      idle.push(sandbox);
      busy -= 1;
      counts.served += 1;
      counts.billedMs += Math.ceil(clock.nowMs() - startedMs);
      if (!reply.ok) counts.notRenewed += 1;
      return reply;
    };

    let schedule: Sandbox | undefined;
    return {
      counts,
      beat(consumer) {
        if (!passes()) counts.throttled += 1;
        else if (busy >= mostSandboxes) counts.withoutSandbox += 1;
        else return serve(consumer);
        return Promise.resolve({ ok: false });
      },
      beatOnSchedule(consumer) {
        schedule ??= start();
        const { timeout, every, margin, leastCall } = scheduleMs;
        const timeLeftMs = timeout - margin - (clock.nowMs() % every);
        return schedule.process.beat(consumer, { timeLeftMs, maxWaitMs: timeLeftMs - leastCall });
      },
    };
  };
