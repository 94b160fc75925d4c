import type { Clock } from "../../../lib/base/clock.ts";

export type ThrottleOptions = { readonly ratePerSecond: number; readonly burst: number };

/** The throttle of an HTTP API: a bucket of tokens. Says whether a request passes. */
export function createThrottle(
  clock: Clock,
  { ratePerSecond, burst }: ThrottleOptions,
): () => boolean {
  let tokens = burst;
  let countedMs = 0;
  return () => {
    const nowMs = clock.nowMs();
    tokens = Math.min(burst, tokens + ((nowMs - countedMs) * ratePerSecond) / 1000);
    countedMs = nowMs;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
