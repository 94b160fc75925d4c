import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { renderText } from "../report/rows.ts";
import { runCommand } from "../run-command.ts";
import { command, fullRounds } from "./command.ts";
import { measure } from "./measure.ts";
import { renderJson } from "./report/json.ts";
import { renderPage } from "./report/page.ts";
import { describeRun, readRunFacts } from "./report/run-facts.ts";
import { compareVariants } from "./variants/compare-variants.ts";

const root = join(import.meta.dirname, "../..");
const page = "docs/benchmarks.md";

// A bar that is missed is a result; only a run that could not be made fails.
await runCommand(command, async ({ options: { json, rounds, variants } }) => {
  const progress = (line: string) => {
    (json ? process.stderr : process.stdout).write(`${line}\n`);
  };
  if (variants) {
    console.log(await compareVariants(rounds, progress));
    return;
  }
  const facts = await readRunFacts(root, rounds, Date.now());
  progress(describeRun(facts));
  const parts = await measure({ rounds, progress });
  if (json) console.log(renderJson(facts, parts));
  else console.log(`\n${renderText(parts)}\n`);
  if (rounds < fullRounds) {
    progress(`${page} is left as it is: fewer than ${fullRounds} rounds.`);
    return;
  }
  await writeFile(join(root, page), renderPage(facts, parts));
  progress(`${page} is written.`);
});
