import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "../..");

export function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

/** Every document that a user reads, by its path in the project. */
export const documents = [
  ...["README.md", "CHANGELOG.md", "CONTRIBUTING.md"],
  ...globSync("docs/**/*.md", { cwd: root }),
];

export type Fence = { readonly language: string; readonly code: string };

export function fences(text: string): Fence[] {
  const found = text.matchAll(/^ *```(\w+)\n([^]*?)^ *```$/gm);
  return [...found].map(([, language = "", code = ""]) => ({ language, code }));
}

export function withoutFences(text: string): string {
  return text.replace(/^ *```\w+\n[^]*?^ *```$/gm, "");
}

/** What stands in backticks. */
export function inCode(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}

/** What stands under a heading, up to the next one of any level. */
export function section(text: string, heading: string): string {
  const [, after = ""] = withoutFences(text).split(new RegExp(`^#+ ${heading}$`, "m"));
  return after.split(/^#/m)[0] ?? "";
}

/** The rows of the first table in a text, without its head. */
export function table(text: string): string[][] {
  const lines = /(?:^\|.*\n)+/m.exec(text)?.[0].trim().split("\n") ?? [];
  return lines.slice(2).map((line) => {
    const cells = line.split(/(?<!\\)\|/).slice(1, -1);
    return cells.map((cell) => cell.trim());
  });
}

/** The names in the first column of a table. */
export function names(rows: string[][]): string[] {
  return rows.flatMap(([first = ""]) => inCode(first));
}

/** The anchors of a document's headings, as GitHub makes them. */
export function anchors(text: string): string[] {
  const headings = withoutFences(text).matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
