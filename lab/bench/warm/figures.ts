import { atMost, type Figure, type Part } from "../../report/figures.ts";
import { median, percentile, slices, spreadOfPairs, spreadOfRatio } from "../statistics.ts";
import { units } from "../units.ts";
import type { ContenderName } from "./contender.ts";
import { warmCounts } from "./counts.ts";
import type { WarmTimes } from "./measure-warm.ts";

const titles: readonly (readonly [ContenderName, string])[] = [
  ["relay", "handler, event to answer"],
  ["sdk", "bare SDK call"],
  ["raw", "raw node:http, signed by hand"],
];

/** The three warm parts of the result, with their bars. */
export function toWarmParts({ oneByOne, atOnce, cpu }: WarmTimes): readonly Part[] {
  const relayToSdk = ratioOfPairs("handler ÷ bare SDK call", cpu.relay, cpu.sdk);
  return [
    {
      title: "warm, one at a time, p50",
      figures: [
        ...titles.map(([name, title]) => inMs(title, oneByOne[name])),
        {
          ...ratioOfMedians("handler ÷ bare SDK call", oneByOne.relay, oneByOne.sdk),
          ...atMost(1.05),
        },
        ratioOfMedians("handler ÷ raw", oneByOne.relay, oneByOne.raw),
      ],
    },
    {
      title: `warm, ${warmCounts.atOnce} at once, p50`,
      figures: [
        ...titles.map(([name, title]) => inMs(title, atOnce[name])),
        ratioOfMedians("handler ÷ bare SDK call", atOnce.relay, atOnce.sdk),
        ratioOfMedians("handler ÷ raw", atOnce.relay, atOnce.raw),
      ],
    },
    {
      title: "CPU per beat",
      figures: [
        ...titles.map(([name, title]) => ({ name: title, ...units.us, value: median(cpu[name]) })),
        { ...relayToSdk, ...atMost(1.15) },
        {
          name: "the same, most ÷ least of ten parts of the run",
          ...units.ratio,
          value: relayToSdk.more.most / relayToSdk.more.least,
          ...atMost(1.1),
        },
        ratioOfPairs("handler ÷ raw", cpu.relay, cpu.raw),
      ],
    },
  ];
}

function inMs(name: string, values: readonly number[]): Figure {
  return { name, ...units.ms, value: median(values), more: { p99: percentile(values, 0.99) } };
}

/** Median ÷ median of the whole run, with the least and the most that a tenth of the run gives. */
function ratioOfMedians(name: string, ours: readonly number[], theirs: readonly number[]): Figure {
  const tenths = spreadOfRatio(slices(ours, 10).map(median), slices(theirs, 10).map(median));
  const { least, most } = tenths;
  return { name, ...units.ratio, value: median(ours) / median(theirs), more: { least, most } };
}

function ratioOfPairs(name: string, ours: readonly number[], theirs: readonly number[]) {
  const { value, ...more } = spreadOfPairs(ours, theirs);
  return { name, ...units.ratio, value, more } satisfies Figure;
}
