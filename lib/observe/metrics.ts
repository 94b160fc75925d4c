import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";

export type BeatCount = {
  readonly outcome: string;
  readonly attempts: number;
  readonly upstreamMs: number;
  /** Whether it was not sent: no slot or no time left, a newer body, or an upstream known to be dead. */
  readonly dropped?: true;
  /** How often the limiter went by parts for want of its store; absent for never. */
  readonly storeFallbacks?: number;
};

export type BeatMetrics = {
  /** The fields that make the beat's own log line a metric as well (EMF): one write in place of two. */
  fields(beat: BeatCount): Readonly<Record<string, unknown>>;
  /** Writes a line of the metric alone, for where the log's level leaves out the beat's. */
  publish(beat: BeatCount): void;
};

class Emf extends Metrics {
  get disabledByHost(): boolean {
    return this.isDisabled();
  }
}

/** `POWERTOOLS_METRICS_DISABLED=true` silences both. */
export function createMetrics(): BeatMetrics {
  const metrics = new Emf({ namespace: "HeartbeatRelay", serviceName: "heartbeat-relay" });
  const add = ({ outcome, attempts, upstreamMs, dropped, storeFallbacks }: BeatCount) => {
    metrics.addDimension("outcome", outcome);
    metrics.addMetric("beats", MetricUnit.Count, 1);
    metrics.addMetric("attempts", MetricUnit.Count, attempts);
    // A beat that never left has no latency, and must not pull the average down.
    if (attempts > 0) metrics.addMetric("upstreamLatency", MetricUnit.Milliseconds, upstreamMs);
    if (dropped) metrics.addMetric("dropped", MetricUnit.Count, 1);
    if (storeFallbacks) metrics.addMetric("storeFallbacks", MetricUnit.Count, storeFallbacks);
  };
  /** What is the same in every beat with the same figures: Powertools makes it once. */
  const createFrame = (beat: BeatCount) => {
    add(beat);
    const { _aws: frame } = metrics.serializeMetrics();
    metrics.clearMetrics();
    metrics.clearDimensions();
    return frame;
  };
  const frames = new Map<string, ReturnType<typeof createFrame>>();
  return {
    fields(beat) {
      if (metrics.disabledByHost) return {};
      const { attempts, upstreamMs, dropped, storeFallbacks } = beat;
      const left = attempts > 0;
      const figures = `${left} ${dropped} ${storeFallbacks !== undefined}`;
      const frame = frames.get(figures) ?? createFrame(beat);
      frames.set(figures, frame);
      // The dimensions, service and outcome, are fields of the line itself.
      return {
        beats: 1,
        attempts,
        ...(left && { upstreamLatency: upstreamMs }),
        ...(dropped && { dropped: 1 }),
        ...(storeFallbacks && { storeFallbacks }),
        _aws: { ...frame, Timestamp: Date.now() },
      };
    },
    publish(beat) {
      add(beat);
      metrics.publishStoredMetrics();
    },
  };
}
