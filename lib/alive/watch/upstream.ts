import { holds, type Sight } from "../../ledger/sight.ts";
import type { Watched } from "../state-of.ts";

/** Calls that fail since CLS or the way to it does, since when, and whether that is more than a few that failed by chance. */
export type Failing = { readonly sinceMs: number; readonly isCertain: boolean };

/** Failures that are not about the heartbeat itself. */
const ofUpstream: readonly string[] = [
  ...["upstream-unreachable", "upstream-malformed", "upstream-failed", "upstream-unavailable"],
  ...["deadline-exceeded", "relay-refused", "throttled"],
];

/** So long nothing must be renewed. */
const certainAfterMs = 15_000;

/** Of a cadence: a consumer that is well has beaten by then. */
const lateBeat = 1.1;

/** Undefined where the newest call that is known of was accepted, or nobody calls. */
export function failingOf(sights: readonly Watched[], nowMs: number): Failing | undefined {
  const newestMs = sights.reduce((ms, { renewedMs = 0 }) => Math.max(ms, renewedMs), 0);
  const failing = sights.filter(isSeen).filter((sight) => {
    const { attempt, leaseMs, leftMs, failingSinceMs = attempt.atMs } = sight;
    const isRecent = attempt.atMs > newestMs && nowMs < attempt.atMs + leaseMs;
    // Others were renewed while it failed for a lease: that is its own matter, and says nothing of CLS.
    const isAlone = newestMs >= failingSinceMs + leaseMs;
    return isRecent && !isAlone && leftMs === undefined && ofUpstream.includes(attempt.outcome);
  });
  if (failing.length === 0) return undefined;
  const firstMs = failing.reduce(
    (ms, { failingSinceMs, attempt }) => Math.min(ms, failingSinceMs ?? attempt.atMs),
    Infinity,
  );
  const sinceMs = Math.max(newestMs, firstMs);
  const well = sights
    .filter(isSeen)
    .filter((sight) => sight.attempt.outcome === "renewed" && holds(sight, nowMs));
  const quietMs =
    well.length === 0
      ? 0
      : lateBeat * well.reduce((ms, { cadenceMs }) => Math.min(ms, cadenceMs), Infinity);
  const isCertain = nowMs >= sinceMs + certainAfterMs && nowMs >= newestMs + quietMs;
  return { sinceMs, isCertain };
}

function isSeen(sight: Watched): sight is Sight {
  return sight.key !== undefined && sight.attempt !== undefined;
}
