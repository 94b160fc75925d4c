import type { Check, Severity } from "../codes/row.ts";
import type { Examined, Finding, Report } from "../finding.ts";
import { toAscii, wrap } from "./text.ts";

const width = 96;
const indent = "   ";
const labelWidth = 6;

/** Of one code; the rest is in --json. */
const mostOfOneCode = 3;

type Mood = Severity | "ok" | "open";

const ansi: Readonly<Record<Mood, string>> = {
  error: "31;1",
  warning: "33;1",
  note: "36",
  ok: "32",
  open: "2",
};

/** The report for people: the checks as a table, then each finding with what, why and fix. */
export function toTable({ findings, checks }: Report, { color }: { color: boolean }): string {
  const paint = (mood: Mood, text: string) => (color ? `\x1b[${ansi[mood]}m${text}\x1b[0m` : text);
  const rows = checks.map((check) => toRow(check, findings, paint));
  const shown = findings.filter(
    ({ code }, at) =>
      findings.slice(0, at).filter((one) => one.code === code).length < mostOfOneCode,
  );
  const told = shown.map((finding, at) => tell(finding, at + 1, paint));
  return [...rows, "", ...told, summary(findings, shown.length), ""].join("\n");
}

type Paint = (mood: Mood, text: string) => string;

function toRow({ check, state, detail }: Examined, findings: readonly Finding[], paint: Paint) {
  const [worst] = findings.filter((finding) => finding.check === check);
  const mood = worst?.severity ?? (state === "examined" ? "ok" : "open");
  const word = mood === "open" ? "not examined" : mood;
  const [first = "", ...more] = wrap(toAscii(detail), width - 28);
  const line = `${check.padEnd(13)}${paint(mood, word.padEnd(15))}${first}`;
  return [line, ...more.map((next) => " ".repeat(28) + next)].join("\n");
}

function tell(finding: Finding, number: number, paint: Paint): string {
  const { severity, code, subject, what, why, fix, explains } = finding;
  const parts: (readonly [string, string])[] = [
    ["what", what],
    ["why", why],
    ["fix", fix],
    ...(explains.length > 0 ? [["so", `This explains ${explains.join(", ")}.`] as const] : []),
  ];
  const head = `${number}. ${paint(severity, severity.toUpperCase())} ${code} (${toAscii(subject)})`;
  return [head, ...parts.flatMap(([label, text]) => block(label, text)), ""].join("\n");
}

function block(label: string, text: string): string[] {
  const lines = wrap(toAscii(text), width - indent.length - labelWidth);
  return lines.map((line, at) => indent + (at === 0 ? label : "").padEnd(labelWidth) + line);
}

function summary(findings: readonly Finding[], shown: number): string {
  if (findings.length === 0) return "Nothing found.";
  const counts = (["error", "warning", "note"] as const).map((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return `${count} ${severity}${count === 1 ? "" : "s"}`;
  });
  const left = findings.length - shown;
  const more = left === 0 ? "" : ` ${left} more of the same kinds are in --json.`;
  return `${counts.join(", ")}. The first is the most likely root cause.${more}`;
}

/** A line on a terminal that says what is being examined, and takes itself back. */
export function progressLine(check: Check | undefined): string {
  return check === undefined ? "\r\x1b[K" : `\r\x1b[Kexamining ${check} ...`;
}
