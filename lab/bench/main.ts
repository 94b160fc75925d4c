import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { measure } from "./measure.ts";
import { type BenchOptions, fullRounds, parseOptions } from "./options.ts";
import { renderJson } from "./report/json.ts";
import { renderPage } from "./report/page.ts";
import { columns, toRows } from "./report/rows.ts";
import { describeRun, readRunFacts } from "./report/run-facts.ts";
import { alignTable } from "./report/table.ts";

const root = join(import.meta.dirname, "../..");
const page = "docs/benchmarks.md";

async function bench({ json, rounds }: BenchOptions): Promise<void> {
  const progress = (line: string) => {
    (json ? process.stderr : process.stdout).write(`${line}\n`);
  };
  const facts = await readRunFacts(root, rounds, Date.now());
  progress(describeRun(facts));
  const parts = await measure({ deployed: join(root, "dist/functions"), rounds, progress });
  if (json) console.log(renderJson(facts, parts));
  else console.log(`\n${alignTable(columns, toRows(parts))}\n`);
  if (rounds < fullRounds) {
    progress(`${page} is left as it is: fewer than ${fullRounds} rounds.`);
    return;
  }
  await writeFile(join(root, page), renderPage(facts, parts));
  progress(`${page} is written.`);
}

// A bar that is missed is a result; only a run that could not be made fails.
try {
  await bench(parseOptions(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
