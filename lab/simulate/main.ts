import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { alignTable } from "../bench/report/table.ts";
import type { Part } from "./figures.ts";
import { parseOptions, type SimulateOptions } from "./options.ts";
import { renderPage } from "./report/page.ts";
import { columns, headingOf, missesOf, toRows } from "./report/rows.ts";
import { scenarios } from "./scenarios.ts";

const page = "docs/resilience.md";

async function simulate({ seed, shrink }: SimulateOptions): Promise<void> {
  const parts: Part[] = [];
  for (const [index, play] of scenarios.entries()) {
    const startedMs = performance.now();
    const part = await play(seed + index, shrink);
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    process.stderr.write(`${headingOf(part)}: played in ${seconds} s\n`);
    parts.push(part);
  }
  console.log(`\n${alignTable(columns, toRows(parts))}\n`);
  for (const miss of missesOf(parts)) console.log(`MISSED  ${miss}`);
  if (shrink > 1) {
    console.log(`${page} is left as it is: not a full run.`);
    return;
  }
  await writeFile(join(import.meta.dirname, "../..", page), renderPage(parts));
  console.log(`${page} is written.`);
}

// A bar that is missed is a result; only a run that could not be made fails.
try {
  await simulate(parseOptions(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`simulate: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
