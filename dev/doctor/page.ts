import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codes } from "./codes.ts";
import { checks } from "./codes/row.ts";

const heading = "## Findings\n";

/** The part of docs/doctor.md that is written from the table of codes. */
export function codesPage(): string {
  const parts = checks.map((check) => {
    const found = Object.entries(codes).filter(([, row]) => row.check === check);
    const told = found.map(([code, { severity, what, why, fix, explains }]) => {
      const causes = explains?.map((other) => `\`${other}\``).join(", ");
      return [
        `#### \`${code}\`\n`,
        `${severity}. ${escape(what)}\n`,
        `- Why: ${escape(why)}`,
        `- Fix: ${escape(fix)}`,
        ...(causes === undefined ? [] : [`- May explain: ${causes}`]),
        "",
      ].join("\n");
    });
    return [`### ${check}\n`, ...told].join("\n");
  });
  return [heading, ...parts].join("\n").trimEnd() + "\n";
}

function escape(text: string): string {
  return text.replace(/[<>*]/g, (sign) => `\\${sign}`);
}

if (import.meta.main) {
  const file = join(import.meta.dirname, "../../docs/doctor.md");
  const [kept = ""] = readFileSync(file, "utf8").split(heading);
  writeFileSync(file, kept + codesPage());
}
