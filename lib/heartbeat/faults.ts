import type { core } from "zod/mini";
import { showUnseen } from "./names.ts";
import { type Fault, type FaultKind, faultKinds, RelayError } from "./relay-error.ts";

/** As much of a caller's own key as is needed to find it again. */
const shownKeyCharacters = 64;

function show(key: PropertyKey): string {
  // A character has two units at most; to take a long key apart for each of its faults would be quadratic.
  const characters = Array.from(String(key).slice(0, 2 * (shownKeyCharacters + 1)));
  const shown = characters.slice(0, shownKeyCharacters).join("");
  return showUnseen(characters.length > shownKeyCharacters ? `${shown}…` : shown);
}

export function faultPath(path: readonly PropertyKey[]): string {
  return path.map(show).join(".");
}

/** Every issue with an input as a fault of its own: one per unknown key, and a key's own rule at the key. */
export function toFaults(issues: readonly core.$ZodIssue[], input: unknown): Fault[] {
  return issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        path: faultPath([...issue.path, key]),
        message: "is not a field of this object",
        kind: "unknown-field" as const,
      }));
    }
    const inside = issue.code === "invalid_union" && issue.errors.find(liesInside);
    if (inside) {
      const issues = inside.map((one) => ({ ...one, path: [...issue.path, ...one.path] }));
      return toFaults(issues, input);
    }
    const rule = issue.code === "invalid_key" ? issue.issues[0] : undefined;
    const kind = ruleKind(rule ?? issue) ?? (isMissing(issue.path, input) ? "missing" : undefined);
    const message = rule?.message ?? issue.message;
    return [{ path: faultPath(issue.path), message, ...(kind && { kind }) }];
  });
}

/** As the rule that is broken names it in its `params`. */
function ruleKind(issue: core.$ZodIssue): FaultKind | undefined {
  return issue.code === "custom"
    ? faultKinds.find((kind) => kind === issue.params?.["kind"])
    : undefined;
}

function isMissing(path: readonly PropertyKey[], input: unknown): boolean {
  const value = path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    input,
  );
  return value === undefined;
}

/** Of a value that may have several shapes, the one that it has, if only what is in it is wrong. */
function liesInside(issues: readonly core.$ZodIssue[]): boolean {
  return issues.every(({ path }) => path.length > 0);
}

/** The depth of the deepest field of any schema; anything deeper is a fault as a whole and is not searched. */
export const deepestField = 6;

/**
 * Every key named `__proto__`. Object maps drop that name in silence, which for a topic would be a
 * lost partition, so it is looked for before anything else reads the input.
 */
export function findProtoKeys(input: unknown, path: readonly PropertyKey[] = []): Fault[] {
  if (typeof input !== "object" || input === null || path.length > deepestField) return [];
  return Object.entries(input).flatMap(([key, value]: [string, unknown]) => [
    ...(key === "__proto__"
      ? [{ path: faultPath([...path, key]), message: "cannot be used as a name" }]
      : []),
    ...findProtoKeys(value, [...path, key]),
  ]);
}

/** One fault per place: the first. */
export function uniqueByPath(faults: readonly Fault[]): Fault[] {
  const seen = new Map<string, Fault>();
  for (const fault of faults) if (!seen.has(fault.path)) seen.set(fault.path, fault);
  return [...seen.values()];
}

/** What reading unknown input gives: a checked value, or everything that is wrong with it. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** The same, with faults that were found before. */
export function withFaults<T>(parsed: Parsed<T>, known: readonly Fault[]): Parsed<T> {
  if (known.length === 0) return parsed;
  return { ok: false, faults: uniqueByPath([...known, ...(parsed.ok ? [] : parsed.faults)]) };
}

/**
 * The value of a caller's input.
 *
 * @param detail for the caller, where more can be said than in the table of errors
 * @throws RelayError `invalid-heartbeat` with every fault.
 */
export function requireParsed<T>(parsed: Parsed<T>, detail?: string): T {
  if (parsed.ok) return parsed.value;
  const { faults } = parsed;
  throw new RelayError("invalid-heartbeat", { faults, ...(detail !== undefined && { detail }) });
}
