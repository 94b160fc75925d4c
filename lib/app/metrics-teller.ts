import type { Consumers } from "../alive/consumers.ts";
import { countStates } from "../alive/count-states.ts";
import { toldKinds } from "../alive/tell/told-kind.ts";
import { type Clock, systemClock } from "../base/clock.ts";
import type { AccessKey } from "../config/access.ts";
import { type BeatTally, createBeatTally } from "../observe/beat-tally.ts";
import { type Figures, type FigureSources, readFigures } from "../observe/figures.ts";
import { createTransitionTally, type TransitionTally } from "../observe/transition-tally.ts";

/** Of a host that is asked for its metrics: counts beats, and tells what a key may see, as text. */
export type MetricsTeller = {
  readonly tally: BeatTally;
  readonly transitions: TransitionTally;
  readonly tell: (sources: ToldSources, key: AccessKey) => Promise<string>;
};

export type ToldSources = Pick<FigureSources, "ledger" | "settings"> & {
  readonly consumers: Pick<Consumers, "list"> | undefined;
};

/** @param write the figures as the host tells them */
export function createMetricsTeller(
  write: (figures: Figures) => Promise<string>,
  clock: Clock = systemClock,
): MetricsTeller {
  const tally = createBeatTally(clock);
  const transitions = createTransitionTally(toldKinds);
  return {
    tally,
    transitions,
    async tell({ consumers, ...sources }, key) {
      // The other figures are there while the table is not.
      const states = await consumers?.list().then(countStates, () => undefined);
      return write(readFigures({ tally, transitions, states, ...sources }, key));
    },
  };
}
