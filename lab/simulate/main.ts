import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { countsFile } from "../cost/counts.ts";
import { renderPlot } from "../report/plot.ts";
import { alignTable } from "../report/table.ts";
import { runCommand } from "../run-command.ts";
import { renderPage } from "./page.ts";
import { columnsOf, type Comparison, missesOf, toRow } from "./rows.ts";
import { scenarios } from "./scenarios.ts";

const page = "docs/resilience.md";
const plotFolder = "docs/plots";
const minutes = 20;
const seedsOfARun = 3;

const command = {
  name: "npm run simulate",
  about: `Plays fleets of consumers in virtual time, and writes ${page}.`,
  options: {
    seed: {
      type: "whole-number",
      help: "the first of three",
      default: 1,
      least: 1,
      most: 2 ** 31,
    },
    shrink: {
      type: "whole-number",
      help: `the ${minutes} minutes are divided by it; only a full run writes the page`,
      default: 1,
      least: 1,
      most: minutes,
    },
  },
} as const;

// A bar that is missed is a result; only a run that could not be made fails.
await runCommand(command, async ({ options: { seed, shrink } }) => {
  const seeds = Array.from({ length: seedsOfARun }, (_, index) => seed + index);
  const played: Comparison[] = [];
  for (const play of scenarios) {
    const startedMs = performance.now();
    const comparison = await play({ minutes: minutes / shrink, seeds });
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    console.log(`\n${comparison.title} (${seconds} s)\n`);
    console.log(alignTable(columnsOf(comparison), comparison.runs.map(toRow)));
    played.push(comparison);
  }
  for (const miss of missesOf(played)) console.log(`\nMISSED  ${miss}`);
  if (shrink > 1) {
    console.log(`\n${page} is left as it is: not a full run.`);
    return;
  }
  const root = join(import.meta.dirname, "../..");
  await writeFile(join(root, page), renderPage(played, seeds));
  await mkdir(join(root, plotFolder), { recursive: true });
  for (const plot of played.flatMap((one) => one.plot ?? [])) {
    await writeFile(join(root, plotFolder, `${plot.file}.svg`), renderPlot(plot));
  }
  const billed = played.flatMap((one) => one.billed ?? []);
  await writeFile(countsFile, `${JSON.stringify(billed, undefined, 2)}\n`);
  console.log(`\n${page} and its plots are written. What it costs: npm run cost`);
});
