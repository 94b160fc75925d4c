import { atMost, type Figure, type Part } from "../../report/figures.ts";
import { ratio } from "../ratio.ts";
import { spread } from "../statistics.ts";
import { units } from "../units.ts";
import type { LoadTimes } from "./measure-load.ts";
import type { Target } from "./targets.ts";

/** The two load parts of the result, with their bars. */
export function toLoadParts(times: LoadTimes, targets: readonly Target[]): readonly Part[] {
  const { bundle, clsImport, rootImport, builtIns } = times;
  const beating = targets.filter(({ event }) => event);
  return [
    {
      title: "load",
      figures: [
        ...targets.map(({ name, title }) => inMs(title, times[name].loadMs)),
        {
          ...ratio("bundle ÷ handler on the CLS import", bundle.loadMs, clsImport.loadMs),
          ...atMost(0.45),
        },
        {
          ...ratio("bundle ÷ handler on the root import", bundle.loadMs, rootImport.loadMs),
          ...atMost(0.12),
        },
        { ...ratio("bundle ÷ built-in modules", bundle.loadMs, builtIns.loadMs), ...atMost(2) },
      ],
    },
    {
      title: "load + first beat",
      figures: [
        ...beating.map(({ name, title }) => inMs(title, times[name].firstBeatMs)),
        {
          ...ratio("bundle ÷ handler on the CLS import", bundle.firstBeatMs, clsImport.firstBeatMs),
          ...atMost(0.54),
        },
      ],
    },
  ];
}

function inMs(name: string, values: readonly number[]): Figure {
  const { value, ...more } = spread(values);
  return { name, ...units.ms, value, more };
}
