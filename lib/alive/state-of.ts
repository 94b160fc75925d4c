import type { Sight } from "../ledger/sight.ts";

/** What a consumer is, as far as the relay sees its beats (docs/api.md, "Who is alive"). */
export const states = [
  "expired",
  "contested",
  "late",
  "joining",
  "alive",
  "left",
  "silent",
] as const;
export type State = (typeof states)[number];

/** Those of consumers that hold a lease, as far as it is known. */
export const holdingStates: readonly State[] = ["contested", "late", "alive"];

/** A consumer of which perhaps nothing was seen yet. */
export type Watched = Omit<Sight, "key" | "attempt"> & Partial<Pick<Sight, "key" | "attempt">>;

/** What a lease may be off by, there and here. */
export const spareMs = 1000;

/** Of a lease: so much later than its cadence a beat may come, waiting and answer included. */
const lateShare = 0.1;

/** How long a call may take: a beat that was sent in time is known of so much later. */
export type StateRules = { readonly callMs: number };

/** From when on no call can have kept the lease that is not known of. */
export function expiredMs(
  { takenMs = -Infinity, leaseMs }: Pick<Watched, "takenMs" | "leaseMs">,
  { callMs }: StateRules,
): number {
  return takenMs + leaseMs + spareMs + callMs;
}

/**
 * The state at a time of the wall clock. `expired` only where no call that may have kept the lease can be unknown: until
 * then it is `late`, so that no race at the edge of a lease is a false alarm.
 */
export function stateOf(sight: Watched, nowMs: number, rules: StateRules): State {
  const { leftMs, renewedMs, takenMs = -Infinity, leaseMs, attempt } = sight;
  if (leftMs !== undefined) return "left";
  if (renewedMs === undefined) {
    // Who said that its run failed does not ask to join.
    const attemptMs =
      attempt === undefined || attempt.outcome === "failed" ? -Infinity : attempt.atMs;
    return nowMs < Math.max(attemptMs, takenMs) + leaseMs ? "joining" : "silent";
  }
  if (nowMs >= expiredMs(sight, rules)) return "expired";
  const { contestedMs = -Infinity, cadenceMs } = sight;
  if (nowMs < contestedMs + leaseMs) return "contested";
  return nowMs < renewedMs + cadenceMs + lateShare * leaseMs ? "alive" : "late";
}

/** Whether the lease may have ended: CLS counts from when it took the beat, which is after it was sent. */
export function mayHaveEnded({ renewedMs, leaseMs }: Watched, nowMs: number): boolean {
  return renewedMs !== undefined && nowMs >= renewedMs + leaseMs;
}

/** How many beats have not come at their times; nothing is due of one that left. */
export function beatsMissed(
  { renewedMs, cadenceMs, leaseMs, leftMs }: Watched,
  nowMs: number,
): number {
  if (renewedMs === undefined || leftMs !== undefined) return 0;
  return Math.max(0, Math.floor((nowMs - renewedMs - lateShare * leaseMs) / cadenceMs));
}
