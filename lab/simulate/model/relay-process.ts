import { cadenceShare, defaultLeaseMs } from "../../../lib/ledger/lease.ts";
import type { Clock } from "../../../lib/base/clock.ts";
import { errorTable } from "../../../lib/heartbeat/error-table.ts";
import type { KeyLimits, Ledger } from "../../../lib/ledger/ledger.ts";
import { toBeatError } from "../../../lib/relay/beat-error.ts";
import { type BeatOptions, createRelay } from "../../../lib/relay/relay.ts";
import type { HeartbeatClient } from "../../../lib/tencent/heartbeat-client.ts";
import { clsPerSecond } from "./cls.ts";
import type { Reply } from "./host.ts";

export type RelayProcess = {
  beat(consumer: string, times?: Pick<BeatOptions, "timeLeftMs" | "maxWaitMs">): Promise<Reply>;
};

export type RelayProcessOptions = {
  readonly clock: Clock;
  readonly random: () => number;
  readonly ledger: Ledger;
  readonly client: HeartbeatClient;
  readonly maxWaitMs: number;
};

export const leaseMs = defaultLeaseMs;
export const cadenceMs = cadenceShare * leaseMs;
const deadlineMs = 3000;

/** The shipped relay, whole but for its HTTP, around a client that speaks to the model of CLS. */
export function createRelayProcess(options: RelayProcessOptions): RelayProcess {
  const relay = createRelay(options);
  const topics = new Map([["topic", [0]]]);
  return {
    async beat(consumer, times = { timeLeftMs: deadlineMs }) {
      const heartbeat = { consumerGroup: "group", consumer, logsetId: "logset", topics };
      const callMs = Math.min(times.timeLeftMs, deadlineMs);
      const order = { ...times, callMs, traceId: "trace", key: keyOf(consumer) };
      const report = await relay.beat(heartbeat, order);
      if (report.ok) return report;
      const { code, headers } = toBeatError(report, clsPerSecond);
      const seconds = headers["Retry-After"] ?? errorTable[code].retryAfterSeconds;
      return { ok: false, ...(seconds !== undefined && { retryAfterSeconds: Number(seconds) }) };
    },
  };
}

/** Two keys: what the table has to count for each makes its item longer. */
function keyOf(consumer: string): KeyLimits {
  return { name: `key-${Number(consumer.replace(/\D/g, "")) % 2}` };
}
