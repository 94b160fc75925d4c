import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Arguments, Command, Options } from "../dev/cli/parse-arguments.ts";
import { readArguments } from "../dev/cli/read-arguments.ts";

const installed = join(import.meta.dirname, "node_modules");

/** EX_UNAVAILABLE of sysexits.h. */
const unavailable = 69;

/** Runs a command of the lab; what fails is one line, not a stack trace. */
export async function runCommand<const O extends Options>(
  command: Command<O>,
  run: (args: Arguments<O>) => Promise<void>,
): Promise<void> {
  const args = readArguments(command);
  if (!existsSync(installed)) {
    console.error("The lab is not installed. Install it by: npm ci --prefix lab");
    process.exitCode = unavailable;
    return;
  }
  try {
    await run(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
