import { type Clock, type Moment, momentOf, sinceMs } from "../base/clock.ts";
import { errorTable } from "../heartbeat/error-table.ts";
import { type Heartbeat, toConsumerKey } from "../heartbeat/heartbeat.ts";

export type TalliedBeat = {
  readonly source: "http" | "schedule";
  /** "renewed", or the code of the error. */
  readonly outcome: string;
  readonly attempts: number;
  readonly upstreamMs: number;
  readonly heartbeat?: Heartbeat | undefined;
  /** What was left of the lease when the beat came. */
  readonly leaseLeftMs?: number | undefined;
};

export type BeatCounts = {
  readonly source: string;
  readonly outcome: string;
  readonly beats: number;
};

/** How many had at most so many seconds; each limit counts those of the ones before it as well. */
export type Histogram = {
  readonly buckets: readonly { readonly mostSeconds: number; readonly beats: number }[];
  readonly beats: number;
  readonly seconds: number;
};

/** What became of all beats since the start. Its size does not grow with them. */
export type BeatTally = {
  add(beat: TalliedBeat): void;
  counts(): readonly BeatCounts[];
  /** Of beats for which CLS was called. */
  latencies(): Histogram;
  /** Of beats that were accepted: what was left of the lease when they came. */
  leaseMargins(): Histogram;
  /** Since the lease of this consumer was last renewed, or since the start. */
  sinceRenewalMs(heartbeat: Heartbeat): number;
};

/** From a call within a region to the longest deadline that is usual. */
const latencySeconds = [0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5];

/** From a lease that had ended to what is left of a long one after its first beat. */
const marginSeconds = [0, 1, 2, 5, 10, 15, 20, 25, 30, 60, 300];

/** Whose renewal is remembered: more than any rate carries, and so few that no caller can fill the memory. */
const mostConsumers = 10_000;

export function createBeatTally(clock: Clock): BeatTally {
  const started = momentOf(clock);
  const counts = new Map<string, BeatCounts>();
  // From the start: a scraper cannot see the first step of a count that was not there.
  for (const outcome of ["renewed", ...Object.keys(errorTable)]) {
    for (const source of ["http", "schedule"]) count({ source, outcome }, 0);
  }
  const latencies = createHistogram(latencySeconds);
  const margins = createHistogram(marginSeconds);
  const renewed = new Map<string, Moment>();

  function count({ source, outcome }: Pick<BeatCounts, "source" | "outcome">, more: number): void {
    const name = `${source} ${outcome}`;
    counts.set(name, { source, outcome, beats: (counts.get(name)?.beats ?? 0) + more });
  }

  function addRenewal(heartbeat: Heartbeat): void {
    const consumer = toConsumerKey(heartbeat);
    // In the order of their renewals, so that those who have long gone are forgotten first.
    renewed.delete(consumer);
    renewed.set(consumer, momentOf(clock));
    const [first] = renewed.keys();
    if (renewed.size > mostConsumers && first !== undefined) renewed.delete(first);
  }

  return {
    add({ source, outcome, attempts, upstreamMs, heartbeat, leaseLeftMs }) {
      count({ source, outcome }, 1);
      if (attempts > 0) latencies.add(upstreamMs / 1000);
      if (leaseLeftMs !== undefined) margins.add(leaseLeftMs / 1000);
      if (outcome === "renewed" && heartbeat) addRenewal(heartbeat);
    },
    counts: () => [...counts.values()],
    latencies: latencies.read,
    leaseMargins: margins.read,
    sinceRenewalMs: (heartbeat) => sinceMs(clock, renewed.get(toConsumerKey(heartbeat)) ?? started),
  };
}

function createHistogram(limits: readonly number[]) {
  const buckets = limits.map((mostSeconds) => ({ mostSeconds, beats: 0 }));
  const all = { beats: 0, seconds: 0 };
  return {
    add(seconds: number) {
      for (const bucket of buckets) if (seconds <= bucket.mostSeconds) bucket.beats += 1;
      all.beats += 1;
      all.seconds += seconds;
    },
    read: (): Histogram => ({ buckets, ...all }),
  };
}
