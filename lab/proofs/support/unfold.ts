/** An error as plain JSON, as deep as it goes: its message, stack, causes and every property of its own. */
export function unfold(thrown: unknown, depth = 0): unknown {
  if (typeof thrown === "function" || typeof thrown === "symbol") return String(thrown);
  if (typeof thrown !== "object" || thrown === null) return thrown;
  if (depth > 12) return "too deep";
  if (thrown instanceof Map || thrown instanceof Set) return unfold([...thrown], depth + 1);
  const names = Reflect.ownKeys(thrown).map(String);
  const entries = names.map(
    (name) => [name, unfold(Reflect.get(thrown, name), depth + 1)] as const,
  );
  return Object.fromEntries<unknown>(entries);
}
