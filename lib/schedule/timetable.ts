/** Times at which one name is beaten: every `everyMs` on the wall clock, shifted by its own offset. */
export type Rhythm = { readonly name: string; readonly everyMs: number };

/**
 * Where in its interval a name beats, stable over invocations and sandboxes, so that a fleet of
 * aliases is spread without anybody keeping count (FNV-1a, 32 bits).
 */
export function offsetMs({ name, everyMs }: Rhythm): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash % everyMs;
}

/** The beats of a rhythm in `[fromMs, toMs)`, in milliseconds since the Unix epoch. */
export function beatTimes(rhythm: Rhythm, fromMs: number, toMs: number): number[] {
  const { everyMs } = rhythm;
  const offset = offsetMs(rhythm);
  const times: number[] = [];
  const firstMs = Math.ceil((fromMs - offset) / everyMs) * everyMs + offset;
  for (let timeMs = firstMs; timeMs < toMs; timeMs += everyMs) times.push(timeMs);
  return times;
}
