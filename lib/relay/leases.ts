import type { Clock } from "../base/clock.ts";
import { countPartitions, type Heartbeat, toConsumerKey } from "../heartbeat/heartbeat.ts";

/** When the leases end that this process has renewed, so that the soonest can go first. */
export type Leases = {
  /** When the consumer's lease ends, in milliseconds on the monotonic clock. */
  endsMs(heartbeat: Heartbeat): number;
  renewed(heartbeat: Heartbeat): void;
};

export type LeasesOptions = {
  readonly clock: Clock;
  readonly leaseMs: number;
  /** How many consumers are remembered; the one renewed longest ago is forgotten first. */
  readonly most?: number;
};

/**
 * Of a consumer that this process has not seen: one that holds partitions may lose them at any moment;
 * one that holds none joins only, and can best wait.
 */
export function createLeases({ clock, leaseMs, most = 10_000 }: LeasesOptions): Leases {
  const renewedAtMs = new Map<string, number>();
  return {
    endsMs(heartbeat) {
      const atMs = renewedAtMs.get(toConsumerKey(heartbeat));
      if (atMs !== undefined) return atMs + leaseMs;
      return clock.nowMs() + (countPartitions(heartbeat.topics) > 0 ? 0 : leaseMs);
    },
    renewed(heartbeat) {
      const key = toConsumerKey(heartbeat);
      // Deleted first, so that the map stays in the order of renewal.
      renewedAtMs.delete(key);
      renewedAtMs.set(key, clock.nowMs());
      const [oldest] = renewedAtMs.keys();
      if (renewedAtMs.size > most && oldest !== undefined) renewedAtMs.delete(oldest);
    },
  };
}
