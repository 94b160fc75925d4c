import { readNeed } from "./needs-mark.ts";
import { howToGet, isToolName, type Tool, type ToolName, tools } from "./tools.ts";

/** As much of Jest's results as is read here. */
export type Results = {
  readonly testResults: readonly {
    readonly testResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly ancestorTitles: readonly string[];
    }[];
  }[];
};

export type NotRun = {
  /** Titles of what was not run, each with the number of its tests, by the tool that it lacks. */
  readonly byTool: ReadonlyMap<ToolName, ReadonlyMap<string, number>>;
  /** Tests that were passed over for no tool's sake. */
  readonly otherwise: readonly string[];
};

export function findNotRun({ testResults }: Results): NotRun {
  const byTool = new Map<ToolName, Map<string, number>>();
  const otherwise: string[] = [];
  for (const test of testResults.flatMap((file) => file.testResults)) {
    if (test.status !== "pending") continue;
    const need = test.ancestorTitles.map(readNeed).find((found) => found !== undefined);
    if (need === undefined || !isToolName(need.tool)) {
      otherwise.push(test.fullName);
      continue;
    }
    const titles = byTool.get(need.tool) ?? new Map<string, number>();
    byTool.set(need.tool, titles.set(need.title, (titles.get(need.title) ?? 0) + 1));
  }
  return { byTool, otherwise };
}

const mostTitles = 2;

/** A row for each missing tool: what was not run, why, and how to get it; empty where all was run. */
export function toTable({ byTool }: NotRun): string {
  if (byTool.size === 0) return "";
  const rows = [...byTool].map(([tool, titles]) => {
    const tests = [...titles.values()].reduce((sum, count) => sum + count, 0);
    const named = [...titles.keys()].slice(0, mostTitles).join("; ");
    const more = titles.size > mostTitles ? `; ${titles.size - mostTitles} more` : "";
    return [`${tests}`, named + more, `no ${tool}`, howToGet(tool)];
  });
  const cells = [["tests", "not run", "why", "how to get it"], ...rows];
  const widths = [0, 1, 2].map((column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  const lines = cells.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "),
  );
  return `\nNot run on this machine:\n\n${lines.map((line) => `  ${line}\n`).join("")}\n`;
}

/** Why a run in CI, where everything has to be run, has failed; undefined where nothing is missing. */
export function faultInCi({ byTool, otherwise }: NotRun): string | undefined {
  const lacking = [...byTool.keys()].filter((name) => {
    const { apt }: Tool = tools[name];
    return apt !== undefined;
  });
  const faults = [...lacking.map((name) => `without ${name}`), ...otherwise];
  return faults.length === 0 ? undefined : `CI must run every test; not run: ${faults.join(", ")}`;
}
