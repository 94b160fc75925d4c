/** Makes a value when it is first needed: a process that reads one shape does not pay for the schemas of all. */
export function lazy<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
