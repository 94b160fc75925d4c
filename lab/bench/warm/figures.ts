import { type Figure, type Part, ratio } from "../figures.ts";
import { percentile, slices, spread, type Spread, spreadOfRatio } from "../statistics.ts";
import type { ContenderName } from "./contender.ts";
import { warmCounts } from "./counts.ts";
import type { WarmTimes } from "./measure-warm.ts";

const titles: readonly (readonly [ContenderName, string])[] = [
  ["relay", "handler, event to answer"],
  ["sdk", "bare SDK call"],
  ["raw", "raw node:http, signed by hand"],
];

const p50 = (values: readonly number[]) => percentile(values, 0.5);

/** The three warm parts of the table, with the bars of issue 3. */
export function toWarmParts({ oneByOne, atOnce, cpu }: WarmTimes): readonly Part[] {
  return [
    {
      title: "warm, one at a time, p50",
      figures: [
        ...titles.map(([name, title]) => inMs(title, oneByOne[name])),
        ratio("handler ÷ bare SDK call", ratioOfP50(oneByOne.relay, oneByOne.sdk), 1.1),
        ratio("handler ÷ raw", ratioOfP50(oneByOne.relay, oneByOne.raw)),
      ],
    },
    {
      title: `warm, ${warmCounts.atOnce} at once, p50`,
      figures: [
        ...titles.map(([name, title]) => inMs(title, atOnce[name])),
        ratio("handler ÷ bare SDK call", ratioOfP50(atOnce.relay, atOnce.sdk)),
        ratio("handler ÷ raw", ratioOfP50(atOnce.relay, atOnce.raw)),
      ],
    },
    {
      title: "CPU per beat",
      figures: [
        ...titles.map(
          ([name, title]): Figure => ({
            name: title,
            unit: "µs",
            ...spread(cpu[name]),
          }),
        ),
        ratio("handler ÷ bare SDK call", spreadOfRatio(cpu.relay, cpu.sdk), 1.15),
        ratio("handler ÷ raw", spreadOfRatio(cpu.relay, cpu.raw)),
      ],
    },
  ];
}

function inMs(name: string, values: readonly number[]): Figure {
  return { name, unit: "ms", value: p50(values), p99: percentile(values, 0.99) };
}

/** p50 ÷ p50 of the whole run, with the least and the most that a tenth of the run gives. */
function ratioOfP50(ours: readonly number[], theirs: readonly number[]): Spread {
  const tenths = spreadOfRatio(slices(ours, 10).map(p50), slices(theirs, 10).map(p50));
  return { ...tenths, value: p50(ours) / p50(theirs) };
}
