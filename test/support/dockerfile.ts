import { read } from "./markdown.ts";

export type Instruction = { readonly name: string; readonly rest: string };

/** The instructions of each stage of the Dockerfile, its FROM first; what stands before the first is left out. */
export function readStages(): Instruction[][] {
  const lines = read("Dockerfile")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n");
  const stages: Instruction[][] = [];
  for (const line of lines) {
    const [, name, rest] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    if (name === undefined || rest === undefined) continue;
    if (name === "FROM") stages.push([]);
    stages.at(-1)?.push({ name, rest });
  }
  return stages;
}

/** What stands behind each instruction of this name. */
export function restOf(stage: readonly Instruction[], name: string): string[] {
  return stage.filter((instruction) => instruction.name === name).map(({ rest }) => rest);
}

/** The variables that a stage sets. */
export function environmentOf(stage: readonly Instruction[]): Record<string, string> {
  return Object.fromEntries(
    restOf(stage, "ENV").flatMap((rest) =>
      [...rest.matchAll(/(\w+)=(\S+)/g)].map(([, name = "", value = ""]) => [name, value]),
    ),
  );
}

/** A command in its form without a shell. */
export function commandOf(text = "[]"): string[] {
  return JSON.parse(text.slice(text.indexOf("["))) as string[];
}
