/** Makes a schema when it is first needed: a process that reads one shape does not pay for all of them. */
export function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
