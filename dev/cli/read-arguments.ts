import { writeSync } from "node:fs";
import { type Arguments, type Command, type Options, parseArguments } from "./parse-arguments.ts";

/** The arguments of this process, which ends here where they ask for help or are wrong. */
export function readArguments<const O extends Options>(command: Command<O>): Arguments<O> {
  const read = parseArguments(command, process.argv.slice(2));
  if (read.ok) return read;
  writeSync(read.exitCode === 0 ? 1 : 2, read.text);
  process.exit(read.exitCode);
}

/** Ends this process with what is right in place of an invalid value: 64 is EX_USAGE of sysexits.h. */
export function refuseValue(rule: string): never {
  writeSync(2, `${rule}\n`);
  process.exit(64);
}
