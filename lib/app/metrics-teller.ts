import { type Clock, systemClock } from "../base/clock.ts";
import type { AccessKey } from "../config/access.ts";
import { type BeatTally, createBeatTally } from "../observe/beat-tally.ts";
import { type Figures, type FigureSources, readFigures } from "../observe/figures.ts";

/** Of a host that is asked for its metrics: counts beats, and tells what a key may see, as text. */
export type MetricsTeller = {
  readonly tally: BeatTally;
  readonly tell: (sources: Omit<FigureSources, "tally">, key: AccessKey) => Promise<string>;
};

/** @param write the figures as the host tells them */
export function createMetricsTeller(
  write: (figures: Figures) => Promise<string>,
  clock: Clock = systemClock,
): MetricsTeller {
  const tally = createBeatTally(clock);
  return { tally, tell: (sources, key) => write(readFigures({ tally, ...sources }, key)) };
}
