import type { Part } from "../../report/figures.ts";
import { renderMarkdown } from "../../report/rows.ts";
import { connectionCounts } from "../connection/counts.ts";
import { pipelineCounts } from "../pipeline/counts.ts";
import { warmCounts } from "../warm/counts.ts";
import { describeRun, type RunFacts } from "./run-facts.ts";

/** The text of docs/benchmarks.md. */
export function renderPage(facts: RunFacts, parts: readonly Part[]): string {
  return `# Benchmarks

Written by \`npm run bench\`; do not edit. ${describeRun(facts)}

${renderMarkdown(parts)}
${method}`;
}

const method = `## How it is measured

Two processes share two cores with whatever else runs there: read the ratios, not the times. A ratio is taken of
the two values in the table, but for CPU, where it is the median of the ratios of neighbouring blocks; its range is
that of single rounds (load) or of tenths of the run (p50, CPU).

- **load**: the time around \`require(file)\` in a fresh process, the targets interleaved, their order reversed every
  other round; medians with least and most. The bundle is loaded as it is deployed, with a configuration file
  that has one key, with real variables in its environment, and with every warning of Node's on: anything on its
  stderr ends the run. The handlers on the SDK are what one writes by hand: a client with a keep-alive agent.
  Lambda's own start, which comes before, is not in it.
- **load + first beat**: from before \`require(file)\` to the first answer, over plain http to the emulator in
  another process.
- **warm**: one process for the calls, the emulator, its limit off, in another; plain http on loopback for all
  three. The contenders take turns call by call, ${warmCounts.oneByOne} calls each after ${warmCounts.warmUp} uncounted ones, then ${warmCounts.bursts} times
  ${warmCounts.atOnce} calls of one contender started together. The handler is the deployed bundle with its log line
  written to /dev/null; the baseline is the SDK's typed call, unmodified; the floor is \`node:http\` with a
  signature made by hand.
- **CPU per beat**: user and system time of the calling process over ${warmCounts.cpuBlocks} blocks of ${warmCounts.callsPerBlock} calls of each
  contender in turn. What disturbs the machine for longer than two blocks take is in both and cancels out; where the
  ten parts of a run still differ by more than a tenth, the machine was too busy for this figure to say anything.
- **pipeline without the SDK**: the relay bundled like the function, with a client that answers at once; ${pipelineCounts.measured}
  calls after ${pipelineCounts.warmUp} uncounted ones, the line of each written to /dev/null.
- **the connection**: the deployed bundle, ${connectionCounts.rounds} times ${connectionCounts.beatsPerRound} beats and a pause of ${connectionCounts.pauseMs / 1000} s; every socket that the process
  opens is counted.
- **bytes**: 1 KB is 1024 bytes. The gzipped size of a whole file is exact; a package has its share of it in
  proportion to its minified bytes.
`;
