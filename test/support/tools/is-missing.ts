import { spawnSync } from "node:child_process";
import { type ToolName, tools } from "./tools.ts";

const known = new Map<ToolName, boolean>();

/** Whether a tool is not on this machine, or does not work; asked once. */
export function isMissing(name: ToolName): boolean {
  const missing = known.get(name) ?? !works(tools[name].probe);
  known.set(name, missing);
  return missing;
}

function works([command, ...args]: readonly [string, ...string[]]): boolean {
  // A tool that does not answer is as good as none.
  return spawnSync(command, args, { stdio: "ignore", timeout: 20_000 }).status === 0;
}
