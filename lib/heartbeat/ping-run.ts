/** How a run went, as a ping tool says at the end of a path. */
export type Run = {
  readonly name: "succeeded" | "failed" | "started" | "logged";
  readonly exitCode?: number;
};

const words: ReadonlyMap<string, Run> = new Map<string, Run>([
  ["0", { name: "succeeded", exitCode: 0 }],
  ["fail", { name: "failed" }],
  ["start", { name: "started" }],
  ["log", { name: "logged" }],
]);

/**
 * A run from a word or an exit code; undefined for anything else. Windows has exit codes of 32 bits, with a sign or
 * without, so any whole number but 0 is a failed run.
 */
export function parseRun(text: string): Run | undefined {
  if (!/^-?[1-9]\d*$/.test(text)) return words.get(text);
  const exitCode = Number(text);
  return { name: "failed", ...(Number.isSafeInteger(exitCode) && { exitCode }) };
}
