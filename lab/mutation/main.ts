import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { runCommand } from "../run-command.ts";

const root = join(import.meta.dirname, "../..");
const stryker = join(root, "lab/node_modules/@stryker-mutator/core/bin/stryker.js");

const command = {
  name: "npm run mutate",
  about:
    "Changes the code that decides, one thing at a time, and runs its tests: they have to notice.",
  options: {
    "dry-run": { type: "flag", help: "only see that the tests pass with nothing changed" },
  },
  operands: {
    name: "file",
    help: "lib/… to change; all of those that decide where none is named",
    most: 20,
  },
  notes: "All of them take about an hour (docs/decisions/mutation.md).",
} as const;

await runCommand(command, async ({ options, operands }) => {
  const args = [
    ...(operands.length > 0 ? ["--mutate", operands.join(",")] : []),
    ...(options["dry-run"] ? ["--dryRunOnly"] : []),
  ];
  const child = spawn(
    process.execPath,
    [stryker, "run", "lab/mutation/stryker.config.mjs", ...args],
    {
      cwd: root,
      stdio: "inherit",
    },
  );
  const [code] = (await once(child, "close")) as [number | null];
  process.exitCode = code ?? 1;
});
