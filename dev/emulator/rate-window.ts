import type { Clock } from "./clock.ts";

export type RateWindow = {
  /** Counts one request of `key` now; false when its second is already full. */
  take(key: string): boolean;
};

/**
 * Counts requests per wall-clock second at arrival, as CLS does: the first `perSecond` of a second pass, the rest do
 * not, and unused room is not carried over. Zero switches the limit off.
 */
export function createRateWindow(options: { clock: Clock; perSecond: number }): RateWindow {
  const { clock, perSecond } = options;
  const windows = new Map<string, { second: number; count: number }>();

  return {
    take(key) {
      if (perSecond === 0) return true;
      const second = Math.floor(clock.nowMs() / 1000);
      const window = windows.get(key);
      const count = window?.second === second ? window.count + 1 : 1;
      windows.set(key, { second, count });
      return count <= perSecond;
    },
  };
}
