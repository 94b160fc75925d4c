import fc from "fast-check";

const names = ["secretId", "secretKey", "token", "key", "hookKey", "foreignKey"];

/** A piece of a canary, long enough to be one still. */
export function partOf(canaryNames: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...canaryNames), fc.nat({ max: 12 }), fc.integer({ min: 8, max: 30 }))
    .map(([name, from, length]) => `{{${name}:${from}:${from + length}}}`);
}

/** A canary by its name, or a part of one. */
export const canary = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...names.map((name) => `{{${name}}}`)) },
  { weight: 1, arbitrary: partOf(names) },
);

const around = fc.oneof(
  { weight: 3, arbitrary: fc.constant("") },
  fc.constantFrom(" ", '"', "\\", "\n", "\u2028", "…", "a.b", "=", ",", "%", "{", "\n    at "),
  fc.string({ maxLength: 6 }),
);

/** A text that holds a canary, whole or in part, with what makes a reader stumble around it. */
export const text = fc.tuple(around, canary, around).map((parts) => parts.join(""));
