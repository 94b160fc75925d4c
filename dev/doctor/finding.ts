import type { Code } from "./codes.ts";
import type { Check, Severity } from "./codes/row.ts";

/** What a check has found; the code's row says the rest. */
export type Found = {
  readonly code: Code;
  /** The variable, the field of the file, or the host that it is about. */
  readonly subject: string;
  /** What is so in this case. */
  readonly detail?: string;
  /** In place of the row's: the exact fix, where it is known. */
  readonly fix?: string;
  /** In place of the row's. */
  readonly severity?: Severity;
};

/** What became of a check. */
export type Examined = {
  readonly check: Check;
  readonly state: "examined" | "not-examined";
  /** A fact, or why it was not examined. */
  readonly detail: string;
};

/** What a part of the examination brings. */
export type Part = { readonly found: readonly Found[]; readonly examined: readonly Examined[] };

/** A finding as it is told. */
export type Finding = {
  readonly severity: Severity;
  readonly check: Check;
  readonly code: Code;
  readonly subject: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  /** Found as well, and most likely a consequence of this one. */
  readonly explains: readonly Code[];
};

export type Report = {
  readonly findings: readonly Finding[];
  readonly checks: readonly Examined[];
  /** 0: nothing, or notes; 1: warnings; 2: errors. */
  readonly exitCode: 0 | 1 | 2;
};

export function examined(check: Check, detail: string): Examined {
  return { check, state: "examined", detail };
}

export function notExamined(check: Check, reason: string): Examined {
  return { check, state: "not-examined", detail: reason };
}
