/** Whether a value from outside is an object with fields, and no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The fields of a value from outside; none where it has no fields. */
export function toFields(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** The `code` of whatever was thrown, such as the system's ENOSPC; undefined where it has none. */
export function codeOf(thrown: unknown): string | undefined {
  const code = typeof thrown === "object" && thrown !== null && "code" in thrown && thrown.code;
  return typeof code === "string" ? code : undefined;
}
