import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";

export type BeatMetrics = {
  /** Counts one beat under its outcome. */
  count(beat: {
    readonly outcome: string;
    readonly attempts: number;
    readonly upstreamMs: number;
  }): void;
};

/** One EMF line per beat; `POWERTOOLS_METRICS_DISABLED=true` silences them. */
export function createMetrics(): BeatMetrics {
  const metrics = new Metrics({ namespace: "HeartbeatRelay", serviceName: "heartbeat-relay" });
  return {
    count({ outcome, attempts, upstreamMs }) {
      metrics.addDimension("outcome", outcome);
      metrics.addMetric("beats", MetricUnit.Count, 1);
      metrics.addMetric("attempts", MetricUnit.Count, attempts);
      // A beat that never left has no latency, and must not pull the average down.
      if (attempts > 0) metrics.addMetric("upstreamLatency", MetricUnit.Milliseconds, upstreamMs);
      metrics.publishStoredMetrics();
    },
  };
}
