import { type Code, codes } from "./codes.ts";
import { checks, type Severity } from "./codes/row.ts";
import type { Examined, Finding, Found, Part, Report } from "./finding.ts";

const weight: Readonly<Record<Severity, number>> = { error: 2, warning: 1, note: 0 };

/**
 * All that was found as one report, root cause first: what explains something else that was found is as severe as
 * that and stands before it; then errors before warnings before notes; then in the order in which checks rest on
 * one another. Suspicions that everything else speaks against are left out.
 */
export function diagnose({ found, examined }: Part): Report {
  const seen = new Set(found.map(({ code }) => code));
  const consequences = new Map(found.map((one) => [one, consequencesOf(one.code, seen)] as const));
  const severityOf = (one: Found): Severity => {
    const own = one.severity ?? codes[one.code].severity;
    const theirs = found.filter(({ code }) => consequences.get(one)?.includes(code));
    return theirs.map(ownSeverity).reduce(worse, own);
  };
  const findings = found
    .filter(({ code }) => !isDisproved(code, seen, examined))
    .map((one) => toFinding(one, severityOf(one), consequences.get(one) ?? []))
    .sort(rootCauseFirst);
  const worst = Math.max(0, ...findings.map(({ severity }) => weight[severity]));
  const inOrder = examined.toSorted((a, b) => checks.indexOf(a.check) - checks.indexOf(b.check));
  return { findings, checks: inOrder, exitCode: worst === 2 ? 2 : worst === 1 ? 1 : 0 };
}

function ownSeverity({ code, severity }: Found): Severity {
  return severity ?? codes[code].severity;
}

function worse(a: Severity, b: Severity): Severity {
  return weight[b] > weight[a] ? b : a;
}

function consequencesOf(code: Code, seen: ReadonlySet<Code>): Code[] {
  const { explains = [] } = codes[code];
  return [...seen].filter((other) => explains.includes(other));
}

/** A suspicion of which all that it would explain was examined, and none of it found. */
function isDisproved(code: Code, seen: ReadonlySet<Code>, examined: readonly Examined[]): boolean {
  const { suspicion, explains = [] } = codes[code];
  if (!suspicion || consequencesOf(code, seen).length > 0) return false;
  const open = new Set(
    examined.filter(({ state }) => state === "not-examined").map(({ check }) => check),
  );
  return !Object.entries(codes).some(
    ([other, { check }]) => explains.includes(other) && open.has(check),
  );
}

function toFinding(one: Found, severity: Severity, explains: readonly Code[]): Finding {
  const { code, subject, detail } = one;
  const { check, what, why, fix } = codes[code];
  return {
    severity,
    check,
    code,
    subject,
    what: detail === undefined ? what : `${what} ${detail}`,
    why,
    fix: one.fix ?? fix,
    explains,
  };
}

/** Equal ones stay in the order in which they were found. */
function rootCauseFirst(a: Finding, b: Finding): number {
  return (
    weight[b.severity] - weight[a.severity] ||
    rank(a) - rank(b) ||
    Number(b.explains.length > 0) - Number(a.explains.length > 0)
  );
}

/** The place of a finding, or of the first that it explains. */
function rank({ check, explains }: Finding): number {
  const places = [check, ...explains.map((code) => codes[code].check)];
  return Math.min(...places.map((place) => checks.indexOf(place)));
}
