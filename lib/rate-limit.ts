import type { Clock } from "./clock.ts";

/** Spreads sends so that no more than the rate begin in any second. */
export type Pacer = {
  /** Takes the next free moment; milliseconds from now until it. */
  reserveMs(): number;
};

/** Evenly spaced slots, with no burst to save up: the upstream counts whole seconds of its own. */
export function createPacer({ clock, perSecond }: { clock: Clock; perSecond: number }): Pacer {
  const spacingMs = 1000 / perSecond;
  let nextMs = -Infinity;
  return {
    reserveMs() {
      const nowMs = clock.nowMs();
      const slotMs = Math.max(nowMs, nextMs);
      nextMs = slotMs + spacingMs;
      return slotMs - nowMs;
    },
  };
}
