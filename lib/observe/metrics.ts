import type { ObserveSettings } from "../config/host-settings.ts";
import { type WriteLine, writeAtOnce } from "./logger.ts";

export type BeatCount = {
  readonly outcome: string;
  readonly attempts: number;
  readonly upstreamMs: number;
  /** Whether it was not sent: no slot or no time left, a newer body, or an upstream known to be dead. */
  readonly dropped?: true;
  /** How often the ledger got no answer from its table; absent for never. */
  readonly storeFallbacks?: number;
  /** Whether another instance beats for the same consumer. */
  readonly contested?: true;
  /** What was left of the lease when the beat came; absent for one that was not renewed, or joined. */
  readonly leaseLeftMs?: number | undefined;
};

export type BeatMetrics = {
  /** The fields that make the beat's own log line a metric as well (EMF): one write instead of two. */
  fields(beat: BeatCount): Readonly<Record<string, unknown>>;
  /** Writes a line of the metric alone, for where the log's level leaves out the beat's. */
  publish(beat: BeatCount, level: string): void;
};

export type MetricsOptions = Omit<ObserveSettings, "logLevel"> & { readonly write?: WriteLine };

/**
 * Each metric is kept three times: the sum of a stage, of a function in it, and of each outcome, so that no sum
 * needs metric math.
 */
const dimensionSets = [
  ["service", "stage"],
  ["service", "stage", "function"],
  ["service", "stage", "function", "outcome"],
];

const silent: BeatMetrics = { fields: () => ({}), publish: () => undefined };

/**
 * Metrics as CloudWatch reads them out of the log, in its embedded metric format.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createMetrics(options: MetricsOptions): BeatMetrics {
  const { namespace, service, stage, functionName, write = writeAtOnce } = options;
  if (namespace === undefined) return silent;
  const fields = (beat: BeatCount) => {
    const figures = toFigures(beat);
    return {
      // The other dimensions, service and outcome, are fields of the line itself.
      stage,
      function: functionName,
      ...figures,
      _aws: toFrame(namespace, dimensionSets, figures),
    };
  };
  return {
    fields,
    publish(beat, level) {
      const { outcome } = beat;
      const head = { level, timestamp: new Date().toISOString(), service, outcome };
      write("stdout", `${JSON.stringify({ ...head, ...fields(beat) })}\n`);
    },
  };
}

/** What a look at the consumers found. */
export type Look = {
  /** How many consumers are in each state. */
  readonly states: Readonly<Record<string, number>>;
  /** How many transitions of each kind have just begun or ended. */
  readonly transitions: Readonly<Record<string, number>>;
};

export type LookMetrics = (look: Look) => void;

/** Writes a line for each look: the figures of a stage, whichever function looks. */
export function createLookMetrics(options: MetricsOptions): LookMetrics {
  const { namespace, service, stage, write = writeAtOnce } = options;
  if (namespace === undefined) return () => undefined;
  return ({ states, transitions }) => {
    const happened = Object.entries(transitions).filter(([, count]) => count > 0);
    const figures = {
      ...withPrefix("consumers", Object.entries(states)),
      ...withPrefix("transitions", happened),
    };
    const timestamp = new Date().toISOString();
    const head = { level: "INFO", message: "consumers by state", timestamp, service, stage };
    const frame = { _aws: toFrame(namespace, [["service", "stage"]], figures) };
    write("stdout", `${JSON.stringify({ ...head, ...figures, ...frame })}\n`);
  };
}

/** `expired` of `consumers` is `consumersExpired`. */
function withPrefix(prefix: string, counts: readonly (readonly [string, number])[]) {
  return Object.fromEntries(
    counts.map(([name, count]) => [
      `${prefix}${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      count,
    ]),
  );
}

/** Figures that are no counts. */
const units = new Map([
  ["upstreamLatency", "Milliseconds"],
  ["leaseMargin", "Seconds"],
]);

function toFrame(
  namespace: string,
  dimensions: readonly (readonly string[])[],
  figures: Readonly<Record<string, number>>,
) {
  const names = Object.keys(figures).map((Name) => ({ Name, Unit: units.get(Name) ?? "Count" }));
  const directive = { Namespace: namespace, Dimensions: dimensions, Metrics: names };
  return { Timestamp: Date.now(), CloudWatchMetrics: [directive] };
}

function toFigures(beat: BeatCount): Readonly<Record<string, number>> {
  const { attempts, upstreamMs, dropped, storeFallbacks, contested, leaseLeftMs } = beat;
  return {
    beats: 1,
    attempts,
    // A beat that never left has no latency, and must not pull the average down.
    ...(attempts > 0 && { upstreamLatency: upstreamMs }),
    ...(dropped && { dropped: 1 }),
    ...(storeFallbacks && { storeFallbacks }),
    ...(contested && { contested: 1 }),
    ...(leaseLeftMs !== undefined && { leaseMargin: leaseLeftMs / 1000 }),
  };
}
