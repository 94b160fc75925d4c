import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codes } from "./codes.ts";
import { checks } from "./codes/row.ts";

const heading = "## Findings\n";

/** The part of docs/doctor.md that is written from the table of codes: a table for each check. */
export function codesPage(): string {
  const parts = checks.map((check) => {
    const found = Object.entries(codes).filter(([, row]) => row.check === check);
    const rows = found.map(([code, { severity, what, why, fix }]) =>
      toRow([`\`${code}\`<br>${severity}`, ...[what, why, fix].map(escape)]),
    );
    const head = [toRow(["finding", "what", "why", "fix"]), "|---|---|---|---|"];
    return [`### ${check}\n`, ...head, ...rows, ""].join("\n");
  });
  return [heading, ...parts].join("\n").trimEnd() + "\n";
}

const toRow = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;

function escape(text: string): string {
  return text.replace(/[<>*|]/g, (sign) => `\\${sign}`);
}

if (import.meta.main) {
  const file = join(import.meta.dirname, "../../docs/doctor.md");
  const [kept = ""] = readFileSync(file, "utf8").split(heading);
  writeFileSync(file, kept + codesPage());
}
