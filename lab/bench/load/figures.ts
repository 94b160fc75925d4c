import { type Figure, type Part, ratio } from "../figures.ts";
import { spread, spreadOfRatio } from "../statistics.ts";
import type { LoadTimes } from "./measure-load.ts";
import type { Target } from "./targets.ts";

/** The two load parts of the table, with the bars of issue 3. */
export function toLoadParts(times: LoadTimes, targets: readonly Target[]): readonly Part[] {
  const { bundle, clsImport, rootImport, builtIns } = times;
  const inMs = (name: string, values: readonly number[]): Figure => ({
    name,
    unit: "ms",
    ...spread(values),
  });
  const figures = [
    ...targets.map(({ name, title }) => inMs(title, times[name].loadMs)),
    ratio(
      "bundle ÷ handler on the CLS import",
      spreadOfRatio(bundle.loadMs, clsImport.loadMs),
      0.45,
    ),
    ratio(
      "bundle ÷ handler on the root import",
      spreadOfRatio(bundle.loadMs, rootImport.loadMs),
      0.15,
    ),
    ratio(
      "bundle ÷ built-in modules (1.75 is the dream)",
      spreadOfRatio(bundle.loadMs, builtIns.loadMs),
      2,
    ),
  ];
  const firstBeats = [
    ...targets
      .filter(({ event }) => event)
      .map(({ name, title }) => inMs(title, times[name].firstBeatMs)),
    ratio(
      "bundle ÷ handler on the CLS import",
      spreadOfRatio(bundle.firstBeatMs, clsImport.firstBeatMs),
      0.55,
    ),
  ];
  return [
    { title: "load", figures },
    { title: "load + first beat", figures: firstBeats },
  ];
}
