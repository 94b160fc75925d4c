import type { Clock } from "../../../lib/base/clock.ts";
import type { Cls } from "./cls.ts";
import type { TableCounts } from "./table.ts";

/** What a caller sees: every refusal here has a status that `curl --retry` retries. */
export type Reply =
  | { readonly ok: true; readonly nextBeatInMs: number }
  | { readonly ok: false; readonly retryAfterSeconds?: number };

/** Takes a beat of a consumer, wherever it runs. */
export type Host = {
  beat(consumer: string): Promise<Reply>;
  /** The same from the schedule, where the host has one. */
  beatOnSchedule?(consumer: string): Promise<Reply>;
  readonly counts?: HostCounts;
};

export type HostParts = {
  readonly clock: Clock;
  readonly random: () => number;
  readonly cls: Cls;
};

/** What AWS would count. */
export type HostCounts = {
  /** Requests that a sandbox served, and for how long all of them together are billed. */
  served: number;
  billedMs: number;
  /** Of these: what the relay answered with anything else than a renewal. */
  notRenewed: number;
  /** What the gateway refused: beyond its rate, or since no sandbox was free. */
  throttled: number;
  withoutSandbox: number;
  sandboxes: number;
  /** Calls to the table that were under way when the sandbox was frozen. */
  leftPending: number;
  /** Beats that went on without the table. */
  withoutTable: number;
  readonly table: TableCounts;
};
