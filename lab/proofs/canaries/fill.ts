import type { Canaries, CanaryName } from "../support/canaries.ts";

/**
 * Generated texts name canaries, `{{secretKey}}` or `{{token:0:20}}` for a part, `{{%key}}` for one in
 * percent-encoding, and get them only when they are used: a counterexample reads without a secret, and shrinking cannot make one up.
 */
const placeholder = /\{\{(%?)(\w+)(?::(\d+):(\d+))?\}\}/g;

/** The canaries in place of their names. */
export function fill(text: string, canaries: Canaries): string {
  return text.replace(
    placeholder,
    (whole: string, percent: string, name: string, from?: string, to?: string) => {
      if (!isCanaryName(name, canaries)) return whole;
      const part = canaries[name].slice(
        Number(from ?? 0),
        to === undefined ? undefined : Number(to),
      );
      return percent === "" ? part : encode(part);
    },
  );
}

function encode(text: string): string {
  return Array.from(Buffer.from(text), (byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
}

/** The same in the keys and strings of any JSON. */
export function fillJson(json: unknown, canaries: Canaries): unknown {
  if (typeof json === "string") return fill(json, canaries);
  if (Array.isArray(json)) return json.map((item) => fillJson(item, canaries));
  if (typeof json !== "object" || json === null) return json;
  const entries = Object.entries(json);
  return Object.fromEntries(
    entries.map(([key, value]) => [fill(key, canaries), fillJson(value, canaries)]),
  );
}

function isCanaryName(name: string, canaries: Canaries): name is CanaryName {
  return Object.hasOwn(canaries, name);
}
