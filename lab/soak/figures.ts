import { median, percentile, slices, spread } from "../bench/statistics.ts";
import { atMost, type Part } from "../report/figures.ts";
import type { Callers } from "./callers.ts";
import type { Memory } from "./server-child.ts";

export type Soaked = {
  readonly callers: Callers;
  readonly upstreamMs: ReadonlyMap<string, number>;
  readonly memory: readonly Memory[];
  readonly complaints: readonly string[];
  readonly exitCode: number | null;
  readonly firstBeatMs: readonly number[];
};

const ms = { unit: "ms", digits: 1 };
const count = { unit: "", digits: 0 };

export function toParts(soaked: Soaked, connections: number): readonly Part[] {
  const { beats } = soaked.callers;
  const ok = beats.filter(({ status }) => status === 200);
  const ours = ok.map(({ tookMs }) => tookMs);
  const theirs = ok.map(({ id }) => soaked.upstreamMs.get(id) ?? NaN);
  const besides = ours.map((tookMs, index) => tookMs - (theirs[index] ?? NaN));
  const quarters = slices(soaked.memory, 4).map((part) => toMegabytes(part, "heldBytes"));
  const [, second = NaN, , last = NaN] = quarters;
  const megabytes = { unit: "MB", digits: 1 };
  return [
    {
      title: "answers",
      figures: [
        { name: "beats", value: beats.length, ...count },
        { name: "not accepted", value: beats.length - ok.length, ...count, ...atMost(0) },
        {
          name: "connections opened",
          value: soaked.callers.connections(),
          ...count,
          ...atMost(connections),
        },
        { name: "lines on stderr", value: soaked.complaints.length, ...count, ...atMost(1) },
        { name: "exit code after SIGTERM", value: soaked.exitCode ?? NaN, ...count, ...atMost(0) },
      ],
    },
    {
      title: "time of a beat",
      figures: [
        { name: "CLS", value: median(theirs), ...ms, more: { p99: percentile(theirs, 0.99) } },
        {
          name: "a caller waits",
          value: median(ours),
          ...ms,
          more: { p99: percentile(ours, 0.99) },
        },
        {
          name: "p99 of what the relay adds, waiting for a slot included",
          value: percentile(besides, 0.99),
          ...ms,
          ...atMost(20),
        },
      ],
    },
    {
      title: "memory, after a full collection every 5 s",
      figures: [
        { name: "second quarter of the time", value: second, ...megabytes },
        { name: "last quarter", value: last, ...megabytes },
        {
          name: "growth",
          value: (last / second - 1) * 100,
          unit: "%",
          digits: 1,
          ...atMost(5),
        },
        {
          name: "resident, in the last quarter",
          value: toMegabytes(slices(soaked.memory, 4).at(-1) ?? [], "residentBytes"),
          ...megabytes,
        },
      ],
    },
    {
      title: "start",
      figures: [{ name: "process to first accepted beat", ...toSpread(soaked), ...atMost(300) }],
    },
  ];
}

function toMegabytes(memory: readonly Memory[], name: keyof Memory): number {
  return median(memory.map((one) => one[name])) / 1024 / 1024;
}

function toSpread({ firstBeatMs }: Soaked) {
  const { value, least, most } = spread(firstBeatMs);
  return { value, ...ms, more: { least, most } };
}
