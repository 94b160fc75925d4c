import { parseArgs } from "node:util";

export type SimulateOptions = {
  /** The first scenario's; each next one has the next number. */
  readonly seed: number;
  /** An hour is divided by this; only a full run writes the page. */
  readonly shrink: number;
};

const mostShrink = 60;

/**
 * Reads the command line.
 * @throws Error that says what may be given.
 */
export function parseOptions(args: readonly string[]): SimulateOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { seed: { type: "string" }, shrink: { type: "string" } },
  });
  return {
    seed: parseWhole("--seed", values.seed ?? "1", 2 ** 31),
    shrink: parseWhole("--shrink", values.shrink ?? "1", mostShrink),
  };
}

function parseWhole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new Error(`${name} takes a whole number from 1 to ${most}.`);
}
