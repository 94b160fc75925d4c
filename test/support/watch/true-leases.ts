import { type Clock, sleep } from "../../../lib/base/clock.ts";
import type { Heartbeat } from "../../../lib/heartbeat/heartbeat.ts";
import type { HeartbeatClient } from "../../../lib/tencent/heartbeat-client.ts";
import type { SandboxClock } from "./sandbox-clock.ts";

export type Take = { readonly atMs: number; readonly instance: string };

/** What CLS knows itself: when it took which beat. */
export type TrueLeases = {
  readonly takes: ReadonlyMap<string, readonly Take[]>;
  /** Calls fail from now on, or do no more. */
  failing: "not" | "refuses" | "hangs";
  /** As one process calls it. */
  clientOf(own: SandboxClock): HeartbeatClient;
};

export function createTrueLeases(clock: Clock, random: () => number): TrueLeases {
  const takes = new Map<string, Take[]>();
  const take = ({ consumer }: Heartbeat, instance: string) => {
    const all = takes.get(consumer) ?? [];
    takes.set(consumer, [...all, { atMs: clock.epochMs(), instance }]);
  };
  const unreachable = {
    ok: false,
    failure: { kind: "unreachable", reason: "connect ECONNREFUSED" },
  } as const;
  const leases: TrueLeases = {
    takes,
    failing: "not",
    clientOf: (own) => ({
      prepare: () => Promise.resolve(() => undefined),
      async send(heartbeat, { signal, traceId: instance }) {
        if (leases.failing === "hangs") {
          await sleep(clock, 60_000, signal);
          await own.thawed();
          return { ok: false, failure: { kind: "timeout" } };
        }
        const wayMs = 10 + 80 * random();
        await sleep(clock, wayMs, signal);
        if (leases.failing === "refuses") return unreachable;
        take(heartbeat, instance);
        await sleep(clock, wayMs, signal);
        await own.thawed();
        const topics = new Map([["t", [Number(/\d+/.exec(heartbeat.consumer)?.[0])]]]);
        return { ok: true, assignment: { topics, requestId: "r" } };
      },
    }),
  };
  return leases;
}
