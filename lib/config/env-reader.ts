import { isPlaceholder, isQuoted, toWholeNumber } from "./env-values.ts";
import type { Fault, FaultKind } from "../heartbeat/relay-error.ts";
import type { Parsed } from "../heartbeat/faults.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** A whole number from `least` to `most`; `more` ends the fault of an invalid one. */
export type Range = Record<"fallback" | "least" | "most", number> & { readonly more?: string };

/** What a text must be, in code and in words. */
export type Rule = { readonly isRight: (value: string) => boolean; readonly rule: string };

/** Reads variables one by one and keeps every fault. */
export type Reader = ReturnType<typeof createReader>;

export function createReader(env: Environment) {
  const faults: Fault[] = [];
  const asked = new Set<string>();
  const fault = (path: string, message: string, kind?: FaultKind) =>
    void faults.push({ path, message, ...(kind && { kind }) });
  const invalid = (path: string, rule: string, kind?: FaultKind) =>
    void faults.push({ path, message: `must be ${rule}`, rule, ...(kind && { kind }) });
  const optional = (name: string) => {
    asked.add(name);
    return env[name]?.trim() || undefined;
  };
  const text = (name: string, { isRight, rule }: Rule) => {
    const value = optional(name);
    if (value === undefined) return undefined;
    if (isPlaceholder(value)) {
      fault(name, `is still a placeholder; set it to ${rule}`, "placeholder");
    } else if (isQuoted(value)) fault(name, "is in quotes; set it without them");
    else if (isRight(value)) return value;
    else invalid(name, rule);
    return undefined;
  };
  return {
    faults,
    fault,
    /** A fault of a value that is not what it must be, and that is all there is to say. */
    invalid,
    /** The value without blanks around it; an empty one counts as unset. */
    optional,
    /** The same where it is right; a fault where it is not. */
    text,
    /** The text of a variable that must be there, or "" and a fault. */
    required(name: string, isRight: (value: string) => boolean, rule: string): string {
      if (optional(name) === undefined) {
        const message = `is missing; set it to ${rule}`;
        faults.push({ path: name, message, rule, kind: "missing" });
      }
      return text(name, { isRight, rule }) ?? "";
    },
    number(name: string, { fallback, least, most, more = "" }: Range) {
      const value = optional(name);
      const number = value === undefined ? fallback : toWholeNumber(value, least, most);
      if (number === undefined) {
        invalid(name, `a whole number from ${least} to ${most}${more}`, "not-a-number");
      }
      return number ?? fallback;
    },
    /** What one of the words stands for, spelt exactly so. */
    choice<T>(name: string, words: ReadonlyMap<string, T>, fallback: T): T {
      const value = optional(name);
      if (value === undefined) return fallback;
      const chosen = words.get(value);
      if (chosen === undefined) invalid(name, [...words.keys()].join(" or "));
      return chosen ?? fallback;
    },
    take<T>(name: string, parsed: Parsed<T>): T | undefined {
      if (parsed.ok) return parsed.value;
      for (const one of parsed.faults) faults.push({ ...one, path: one.path || name });
      return undefined;
    },
    /** Names that are set, match, and that nothing has asked for. */
    unread: (isOurs: (name: string, value: string) => boolean) =>
      Object.entries(env).flatMap(([name, value = ""]) =>
        value.trim() !== "" && !isRead(name) && isOurs(name, value) ? name : [],
      ),
  };

  /** Windows knows a variable by its name in any case. */
  function isRead(name: string): boolean {
    const upper = name.toUpperCase();
    return asked.has(name) || (asked.has(upper) && env[upper] === env[name]);
  }
}
