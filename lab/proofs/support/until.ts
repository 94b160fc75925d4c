import { setImmediate } from "node:timers/promises";

/** Waits, turn by turn, for what is about to happen; false where it has not within `limitMs`. */
export async function until(condition: () => boolean, limitMs = 1000): Promise<boolean> {
  const endsMs = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() > endsMs) return false;
    await setImmediate();
  }
  return true;
}
