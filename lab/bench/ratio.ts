import type { Figure } from "../report/figures.ts";
import { spreadOfRatio } from "./statistics.ts";
import { units } from "./units.ts";

/** Median ÷ median, with the range of the ratios of single rounds. */
export function ratio(name: string, ours: readonly number[], theirs: readonly number[]): Figure {
  const { value, ...more } = spreadOfRatio(ours, theirs);
  return { name, ...units.ratio, value, more };
}
