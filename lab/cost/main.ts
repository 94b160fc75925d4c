import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../run-command.ts";
import { renderCost } from "./cost.ts";
import { readCounts } from "./counts.ts";
import { replaceSection } from "./section.ts";

const page = "docs/deploy.md";

const command = {
  name: "npm run cost",
  about: `Computes what a million heartbeats cost on AWS from what the last full simulation counted, and writes it into ${page}.`,
  options: {},
} as const;

await runCommand(command, async () => {
  const file = join(import.meta.dirname, "../..", page);
  const text = renderCost(readCounts());
  await writeFile(file, replaceSection(await readFile(file, "utf8"), text));
  console.log(text);
});
