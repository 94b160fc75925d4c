import { parseArgs } from "node:util";

export type BenchOptions = {
  readonly json: boolean;
  /** Fresh processes per target of the load part. */
  readonly rounds: number;
};

/** What issue 3 asks of a result that counts; with fewer the page is left as it is. */
export const fullRounds = 15;
const mostRounds = 60;

/**
 * Reads the command line.
 * @throws Error that says what may be given.
 */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: "boolean" }, rounds: { type: "string" } },
  });
  const rounds = values.rounds === undefined ? fullRounds : Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > mostRounds) {
    throw new Error(`--rounds takes a whole number from 1 to ${mostRounds}.`);
  }
  return { json: values.json ?? false, rounds };
}
