import { isPlaceholder, toWholeNumber } from "./env-values.ts";
import type { Fault } from "../heartbeat/relay-error.ts";
import type { Parsed } from "../heartbeat/faults.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** A whole number from `least` to `most`; `more` ends the fault of one that is none. */
export type Range = Record<"fallback" | "least" | "most", number> & { readonly more?: string };

/** Reads variables one by one and keeps every fault. */
export type Reader = ReturnType<typeof createReader>;

export function createReader(env: Environment) {
  const faults: Fault[] = [];
  const fault = (path: string, message: string) => void faults.push({ path, message });
  const optional = (name: string) => env[name]?.trim() || undefined;
  return {
    faults,
    fault,
    optional,
    /** The text of a variable that `isRight`, or "" and a fault. */
    required(name: string, isRight: (value: string) => boolean, rule: string): string {
      const value = optional(name) ?? "";
      if (value === "") fault(name, `is missing; set it to ${rule}`);
      else if (isPlaceholder(value)) fault(name, `is still a placeholder; set it to ${rule}`);
      else if (!isRight(value)) fault(name, `must be ${rule}`);
      return value;
    },
    number(name: string, { fallback, least, most, more = "" }: Range) {
      const text = optional(name);
      const value = text === undefined ? fallback : toWholeNumber(text, least, most);
      if (value === undefined)
        fault(name, `must be a whole number from ${least} to ${most}${more}`);
      return value ?? fallback;
    },
    take<T>(name: string, parsed: Parsed<T>): T | undefined {
      if (parsed.ok) return parsed.value;
      for (const { path, message } of parsed.faults) fault(path === "" ? name : path, message);
      return undefined;
    },
  };
}
