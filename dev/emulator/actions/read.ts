import { ClsError } from "../cls-error.ts";

/** An object of a request's body, and where in it that stands: `Filters.0.` for one, empty for the body itself. */
export type Fields = { readonly values: Readonly<Record<string, unknown>>; readonly at: string };

/** @throws ClsError `InvalidParameter` for what is no object, `UnknownParameter` for a field that is not `known`. */
export function readFields(json: unknown, known: readonly string[], at = ""): Fields {
  if (!isObject(json)) throw wrongType(at || "The request body", "a JSON object");
  const prefix = at && `${at}.`;
  const unknown = Object.keys(json).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new ClsError("UnknownParameter", `The parameter ${prefix}${unknown} is not recognized.`);
  }
  return { values: json, at: prefix };
}

export function has({ values }: Fields, name: string): boolean {
  return Object.hasOwn(values, name);
}

/** @throws ClsError `MissingParameter`, `InvalidParameter`, `InvalidParameterValue`, as all of these do. */
export function readText(fields: Fields, name: string): string {
  const value = required(fields, name);
  if (typeof value !== "string") throw wrongType(fields.at + name, "a string");
  if (value === "") throw wrongValue(fields.at + name, "a string that is not empty");
  return value;
}

export function readList(fields: Fields, name: string): readonly unknown[] {
  const value = required(fields, name);
  if (!Array.isArray(value)) throw wrongType(fields.at + name, "an array");
  return value;
}

export function readTexts(fields: Fields, name: string): string[] {
  return readList(fields, name).map((item, index) => {
    if (typeof item !== "string") throw wrongType(`${fields.at}${name}.${index}`, "a string");
    return item;
  });
}

export function readInteger(fields: Fields, name: string, least: number): number {
  return toInteger(required(fields, name), fields.at + name, least);
}

export function toInteger(value: unknown, name: string, least: number): number {
  const wanted = least === 0 ? "an unsigned integer" : `a whole number from ${least}`;
  if (typeof value !== "number") throw wrongType(name, wanted);
  if (!Number.isSafeInteger(value) || value < least) throw wrongValue(name, wanted);
  return value;
}

export function wrongType(name: string, wanted: string): ClsError {
  return new ClsError("InvalidParameter", `${name} must be ${wanted}.`);
}

export function wrongValue(name: string, wanted: string): ClsError {
  return new ClsError("InvalidParameterValue", `${name} must be ${wanted}.`);
}

function required({ values, at }: Fields, name: string): unknown {
  if (Object.hasOwn(values, name)) return values[name];
  throw new ClsError("MissingParameter", `The required parameter ${at}${name} is missing.`);
}

function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
