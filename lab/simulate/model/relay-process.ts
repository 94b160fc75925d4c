import { toBeatError } from "../../../lib/relay/beat-error.ts";
import { type CircuitBreaker, createCircuitBreaker } from "../../../lib/relay/circuit-breaker.ts";
import type { Clock } from "../../../lib/base/clock.ts";
import { errorTable } from "../../../lib/heartbeat/error-table.ts";
import type { Heartbeat } from "../../../lib/heartbeat/heartbeat.ts";
import { createLeases, type Leases } from "../../../lib/relay/leases.ts";
import type { RateLimiter } from "../../../lib/ledger/even-limiter.ts";
import { createRelay } from "../../../lib/relay/relay.ts";
import type { Answer, HeartbeatClient } from "../../../lib/tencent/heartbeat-client.ts";
import { type Outcome, type Upstream, upstreamPerSecond } from "./upstream.ts";

/** What a caller sees: every refusal here has a status that `curl --retry` retries. */
export type Reply =
  | { readonly ok: true; readonly nextBeatInMs: number }
  | { readonly ok: false; readonly retryAfterSeconds?: number };

/** One process of the relay. */
export type RelayProcess = {
  beat(consumer: string, budgetMs?: number): Promise<Reply>;
};

export type RelayProcessOptions = {
  readonly clock: Clock;
  readonly random: () => number;
  readonly limiter: RateLimiter;
  readonly upstream: Upstream;
  /** RELAY_MAX_WAIT_MS */
  readonly maxWaitMs: number;
  /** Off: first come, first served. */
  readonly isOrdered?: boolean;
  /** Off: every caller that is refused is told the same time to come back, that of the next free slot. */
  readonly isSteered?: boolean;
  /** By default the shipped one. */
  readonly breaker?: CircuitBreaker;
  /** Told of every beat how many calls it made. */
  readonly onBeat?: (calls: number) => void;
};

export const leaseMs = 40_000;
export const intervalMs = 20_000;
const deadlineMs = 3000;
/** As the composition root sets them. */
const breakerTimes = { openMs: 3000, probeMs: deadlineMs + 2000, tellingMs: deadlineMs / 2 };

const noOrder: Leases = { endsMs: () => 0, renewed: () => {} };

/** The shipped relay, whole but for its HTTP, around a client that speaks to the model of the upstream. */
export function createRelayProcess(options: RelayProcessOptions): RelayProcess {
  const { clock, random, upstream, maxWaitMs, isOrdered = true, isSteered = true } = options;
  const limiter = isSteered ? options.limiter : withoutSteering(options.limiter);
  const leases = isOrdered ? createLeases({ clock, leaseMs }) : noOrder;
  const { onBeat = () => {} } = options;
  const { breaker = createCircuitBreaker({ clock, ...breakerTimes }) } = options;
  const client = createModelClient(upstream);
  const relay = createRelay({
    client,
    clock,
    random,
    limiter,
    leases,
    maxWaitMs,
    breaker,
    intervalMs,
  });
  const joined = new Set<string>();
  return {
    async beat(consumer, budgetMs = deadlineMs) {
      // The trace id tells the upstream's model when the beat is worthless.
      const traceId = String(clock.nowMs() + budgetMs);
      const heartbeat = toHeartbeat(consumer, joined.has(consumer));
      const report = await relay.beat(heartbeat, { budgetMs, traceId });
      onBeat(report.attempts);
      if (!report.ok) {
        const error = toBeatError(report, upstreamPerSecond);
        const seconds = error.headers["Retry-After"] ?? errorTable[error.code].retryAfterSeconds;
        return { ok: false, ...(seconds !== undefined && { retryAfterSeconds: Number(seconds) }) };
      }
      joined.add(consumer);
      return { ok: true, nextBeatInMs: report.nextBeatInMs };
    },
  };
}

function withoutSteering(limiter: RateLimiter): RateLimiter {
  return {
    acquire: async (request) => {
      const slot = await limiter.acquire(request);
      return slot.granted ? slot : { granted: false, retryAfterMs: 0 };
    },
    get backlog() {
      return limiter.backlog;
    },
    load: () => limiter.load(),
  };
}

function createModelClient(upstream: Upstream): HeartbeatClient {
  return {
    send: ({ consumer, topics }, { signal, traceId }) =>
      new Promise((resolve) => {
        const abort = () => {
          resolve({ ok: false, failure: { kind: "timeout" } });
        };
        signal.addEventListener("abort", abort);
        upstream.call(consumer, Number(traceId), (outcome) => {
          signal.removeEventListener("abort", abort);
          resolve(toAnswer(outcome, topics));
        });
      }),
  };
}

function toAnswer(outcome: Outcome, topics: Heartbeat["topics"]): Answer {
  switch (outcome) {
    case "accepted":
      return { ok: true, assignment: { topics, requestId: "r" } };
    case "refused": {
      const upstream = { code: "RequestLimitExceeded", message: "", requestId: "r" };
      return { ok: false, failure: { kind: "rejected", upstream } };
    }
    case "unreachable":
      return { ok: false, failure: { kind: "unreachable", reason: "reset" } };
  }
}

/** The first beat of a consumer reports nothing, the later ones what it was given. */
function toHeartbeat(consumer: string, hasJoined: boolean): Heartbeat {
  const topics = new Map([["topic", hasJoined ? [0] : []]]);
  return { consumerGroup: "group", consumer, logsetId: "logset", topics };
}
