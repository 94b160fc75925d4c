import { type CircuitBreaker, createCircuitBreaker } from "./circuit-breaker.ts";
import type { Clock } from "../base/clock.ts";
import { createCoalescer } from "./coalesce.ts";
import type { Assignment, Heartbeat } from "../heartbeat/heartbeat.ts";
import { createLeases, type Leases } from "./leases.ts";
import type { Notice } from "../base/notice.ts";
import type { RateLimiter } from "../ledger/even-limiter.ts";
import { nextBeatInMs } from "./next-beat.ts";
import { createRetryBudget, type RetryBudget } from "./retry-budget.ts";
import { type BeatReport as Sent, sendBeat } from "./send-beat.ts";
import type { HeartbeatClient } from "../tencent/heartbeat-client.ts";

export type BeatOptions = {
  /** Milliseconds from now after which nothing is pending and the report is given. */
  readonly budgetMs: number;
  /** The id under which Tencent sees the beat. */
  readonly traceId: string;
  /** How long a call may take, once it has its slot; by default all that the budget leaves. */
  readonly callMs?: number;
  /** How long the beat may wait for its slot; by default as long as the relay lets any. */
  readonly maxWaitMs?: number;
};

/** Whether an identical beat under way, or just answered, stood for this one, which then made no call. */
type Coalesced = { readonly coalesced: boolean };

export type BeatReport =
  | (Extract<Sent, { ok: false }> & Coalesced)
  | (Extract<Sent, { ok: true }> & Renewal);

/** What an accepted beat gives its caller. */
export type Renewal = Coalesced & {
  readonly assignment: Assignment;
  /** When the caller is to beat next, so that a fleet spreads itself. */
  readonly nextBeatInMs: number;
};

/** The core: knows no HTTP, no SDK and no environment. */
export type Relay = {
  beat(heartbeat: Heartbeat, options: BeatOptions): Promise<BeatReport>;
};

export type RelayOptions = {
  readonly client: HeartbeatClient;
  readonly clock: Clock;
  readonly limiter: RateLimiter;
  readonly random?: () => number;
  readonly breaker?: CircuitBreaker;
  readonly retryBudget?: RetryBudget;
  readonly leases?: Leases;
  readonly maxWaitMs?: number;
  readonly coalesceMs?: number;
  /** How often consumers beat; 20 s, as Tencent's own do, where nothing else is known. */
  readonly intervalMs?: number;
};

/** Puts the parts of a beat together: coalescing around breaker, limiter, attempts and retries. */
export function createRelay(options: RelayOptions): Relay {
  const { client, clock, limiter, random = Math.random, coalesceMs = 0 } = options;
  const { maxWaitMs: mostWaitMs = 1000, intervalMs = 20_000 } = options;
  const {
    breaker = createCircuitBreaker({ clock }),
    retryBudget = createRetryBudget(),
    leases = createLeases({ clock, leaseMs: 40_000 }),
  } = options;
  const parts = { client, clock, random, limiter, breaker, retryBudget, leases };
  const coalescer = createCoalescer<Sent>({
    clock,
    windowMs: coalesceMs,
    mayStand: ({ ok }) => ok,
  });
  const toReport = (sent: Sent, coalesced: boolean): BeatReport => {
    if (!sent.ok) return { ...sent, coalesced };
    const next = nextBeatInMs({ intervalMs, load: limiter.load(), random });
    return { ...sent, coalesced, nextBeatInMs: next };
  };
  return {
    async beat(heartbeat, { budgetMs, callMs = budgetMs, traceId, maxWaitMs = mostWaitMs }) {
      const endsMs = clock.nowMs() + budgetMs;
      for (let leftMs = budgetMs; ; leftMs = endsMs - clock.nowMs()) {
        const order = { budgetMs: leftMs, callMs, traceId, maxWaitMs, intervalMs };
        const send = (superseded: Notice) => sendBeat(parts, heartbeat, { ...order, superseded });
        const patience = createPatience(clock, leftMs);
        const { result, coalesced } = await coalescer
          .join(heartbeat, send, patience.giveUp)
          .finally(patience.end);
        if (!coalesced) return toReport(result, coalesced);
        // Whose call it was may have had less time than there is for this one.
        const ranOut = !result.ok && result.failure.kind === "timeout";
        if (!ranOut || clock.nowMs() >= endsMs) {
          return toReport({ ...result, attempts: 0, upstreamMs: 0 }, coalesced);
        }
      }
    },
  };
}

/** Who waits for another's call, a batch's say, has a deadline of its own. */
function createPatience(clock: Clock, budgetMs: number) {
  let cancel = () => {};
  return {
    giveUp: () =>
      new Promise<Sent>((resolve) => {
        cancel = clock.after(budgetMs, () => {
          resolve({ ok: false, failure: { kind: "timeout" }, attempts: 0, upstreamMs: 0 });
        });
      }),
    end: () => {
      cancel();
    },
  };
}
