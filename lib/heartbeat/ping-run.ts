/** How a ping tool says that a run went, at the end of a path. */
export type Run = {
  readonly name: "succeeded" | "failed" | "started" | "logged";
  readonly exitCode?: number;
};

const words: ReadonlyMap<string, Run> = new Map<string, Run>([
  ["fail", { name: "failed" }],
  ["start", { name: "started" }],
  ["log", { name: "logged" }],
]);

/** Of a word or an exit code from 0 to 255; undefined for anything else (issue 5). */
export function parseRun(text: string): Run | undefined {
  if (!/^(?:0|[1-9]\d{0,2})$/.test(text)) return words.get(text);
  const exitCode = Number(text);
  if (exitCode > 255) return undefined;
  return { name: exitCode === 0 ? "succeeded" : "failed", exitCode };
}
