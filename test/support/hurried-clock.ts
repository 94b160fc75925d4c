import { type Clock, systemClock } from "../../lib/base/clock.ts";

/**
 * A real clock on which waits under `limitMs` take one turn of the loop. Pauses between attempts and
 * between beats cost a proof nothing then, while deadlines stay what they are.
 */
export function hurriedClock(limitMs: number): Clock {
  return {
    ...systemClock,
    after(delayMs, callback) {
      if (delayMs >= limitMs) return systemClock.after(delayMs, callback);
      const immediate = setImmediate(callback);
      return () => {
        clearImmediate(immediate);
      };
    },
  };
}
