import { writeSync } from "node:fs";
import { type Arguments, type Command, type Options, parseArguments } from "./parse-arguments.ts";

/** The arguments of this process, which ends here where they ask for help or are wrong. */
export function readArguments<const O extends Options>(command: Command<O>): Arguments<O> {
  const read = parseArguments(command, process.argv.slice(2));
  if (read.ok) return read;
  writeSync(read.exitCode === 0 ? 1 : 2, read.text);
  process.exit(read.exitCode);
}
