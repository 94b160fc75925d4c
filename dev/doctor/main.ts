import { readFileSync } from "node:fs";
import { systemClock } from "../../lib/base/clock.ts";
import { readConfig } from "../../lib/config/config.ts";
import { createClsApi } from "../../lib/tencent/cls-api.ts";
import { readArguments } from "../cli/read-arguments.ts";
import { crashLine } from "./crash-line.ts";
import { examine } from "./examine.ts";
import { createProbes } from "./network/probes.ts";
import { command } from "./options.ts";
import { toJson } from "./report/json.ts";
import { progressLine, toTable } from "./report/table.ts";

async function main(): Promise<void> {
  const { options } = readArguments(command);
  const { stdout, stderr } = process;
  const report = await examine({
    env: process.env,
    readConfig,
    readText,
    probes: createProbes(),
    createApi: createClsApi,
    clock: systemClock,
    progress: (check) => stderr.isTTY && stderr.write(progressLine(check)),
  });
  if (stderr.isTTY) stderr.write(progressLine(undefined));
  const color = stdout.isTTY && !process.env["NO_COLOR"];
  stdout.write(options.json ? toJson(report) : toTable(report, { color }), () => {
    // Kept-alive connections, and a DNS that is silent, would hold the process.
    process.exit(report.exitCode);
  });
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** A fault of the doctor's own is no finding: Node would end with 1, as for warnings. */
function crash(thrown: unknown): void {
  const { stderr } = process;
  stderr.write((stderr.isTTY ? progressLine(undefined) : "") + crashLine(thrown), () => {
    process.exit(70);
  });
}

process.on("uncaughtException", crash);
// Not awaited at the top level, which the one file that is built from here cannot do.
main().catch(crash);
