import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Part } from "../report/figures.ts";
import { renderText, missesOf } from "../report/rows.ts";
import { runCommand } from "../run-command.ts";
import { renderPage } from "./page.ts";
import { scenarios } from "./scenarios.ts";

const page = "docs/resilience.md";

const command = {
  name: "npm run simulate",
  about: `Plays hours of overload and bad network in virtual time, and writes ${page}.`,
  options: {
    seed: {
      type: "whole-number",
      help: "of the first scenario; each next one has the next number",
      default: 1,
      least: 1,
      most: 2 ** 31,
    },
    shrink: {
      type: "whole-number",
      help: "an hour is divided by it; only a full run writes the page",
      default: 1,
      least: 1,
      most: 60,
    },
  },
} as const;

// A bar that is missed is a result; only a run that could not be made fails.
await runCommand(command, async ({ options: { seed: first, shrink } }) => {
  const parts: Part[] = [];
  for (const [index, play] of scenarios.entries()) {
    const startedMs = performance.now();
    const seed = first + index;
    const { title, figures } = await play(seed, shrink);
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    process.stderr.write(`${title}: played in ${seconds} s\n`);
    parts.push({ title: `${title} (seed ${seed})`, figures });
  }
  console.log(`\n${renderText(parts)}\n`);
  for (const miss of missesOf(parts)) console.log(`MISSED  ${miss}`);
  if (shrink > 1) {
    console.log(`${page} is left as it is: not a full run.`);
    return;
  }
  await writeFile(join(import.meta.dirname, "../..", page), renderPage(parts));
  console.log(`${page} is written.`);
});
