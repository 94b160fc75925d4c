import type { CircuitBreaker } from "./circuit-breaker.ts";
import { type Clock, sleep } from "../base/clock.ts";
import { type Deadline, startDeadline } from "../base/deadline.ts";
import type { Heartbeat } from "../heartbeat/heartbeat.ts";
import type { Leases } from "./leases.ts";
import type { Notice } from "../base/notice.ts";
import type { RateLimiter } from "../ledger/even-limiter.ts";
import type { RetryBudget } from "./retry-budget.ts";
import { planRetry } from "./retry-policy.ts";
import { type Failure, toErrorCode } from "../tencent/failure.ts";
import type { Answer, HeartbeatClient } from "../tencent/heartbeat-client.ts";

/** Why the relay itself did not send a beat. */
export type Refusal = {
  readonly kind: "refused";
  readonly code: "throttled" | "upstream-unavailable" | "superseded";
  readonly detail: string;
  /** Absent where to send the same again would put an old body after a newer one. */
  readonly retryAfterMs?: number;
};

/** What became of a beat. Failures are reported, not thrown. */
export type BeatReport = (
  | Extract<Answer, { ok: true }>
  | { readonly ok: false; readonly failure: Failure | Refusal }
) & {
  readonly attempts: number;
  /** Milliseconds spent waiting for CLS, over all attempts. */
  readonly upstreamMs: number;
  /** Where CLS was asked too often: when to come back, spread over those whom it refused. */
  readonly retryAfterMs?: number;
};

export type SendParts = {
  readonly client: HeartbeatClient;
  readonly clock: Clock;
  readonly random: () => number;
  readonly limiter: RateLimiter;
  readonly breaker: CircuitBreaker;
  readonly retryBudget: RetryBudget;
  readonly leases: Leases;
};

export type SendOrder = {
  /** Milliseconds from now after which nothing is pending and the report is given. */
  readonly budgetMs: number;
  /** How long the attempts may take together, from the first slot on. */
  readonly callMs: number;
  readonly traceId: string;
  /** How long the beat may wait for a slot. */
  readonly maxWaitMs: number;
  /** Aborts when a newer body of the same consumer has come: an older one must not be sent after it. */
  readonly superseded: Notice;
  /** How often the consumer beats: a lease that ends sooner has no other beat to renew it. */
  readonly intervalMs: number;
};

/** A lease of two intervals has one left when its beat comes on time; what has less than that was missed already. */
const onTimeMs = 500;

/** Sends a beat when it may be sent, as often as it deserves. */
export async function sendBeat(
  parts: SendParts,
  heartbeat: Heartbeat,
  order: SendOrder,
): Promise<BeatReport> {
  const whole = startDeadline(parts.clock, order.budgetMs);
  const nothingSent = { attempts: 0, upstreamMs: 0 };
  try {
    if (whole.signal.aborted) return { ok: false, failure: { kind: "timeout" }, ...nothingSent };
    const refusal = await admit(parts, heartbeat, order, whole);
    if (refusal) return { ok: false, failure: refusal, ...nothingSent };
    if (order.callMs >= whole.leftMs()) return await makeAttempts(parts, heartbeat, order, whole);
    const call = startDeadline(parts.clock, order.callMs);
    return await makeAttempts(parts, heartbeat, order, call).finally(() => {
      call.end();
    });
  } finally {
    whole.end();
  }
}

/** The first attempt, and the retry that it may deserve: with leave of breaker, budget and limiter again. */
async function makeAttempts(
  parts: SendParts,
  heartbeat: Heartbeat,
  order: SendOrder,
  deadline: Deadline,
): Promise<BeatReport> {
  const { client, clock, random, breaker, retryBudget, leases } = parts;
  const { signal } = deadline;
  let attempts = 0;
  let upstreamMs = 0;
  let freshConnection = false;
  for (;;) {
    const startedMs = clock.nowMs();
    attempts += 1;
    const answer = await client.send(heartbeat, {
      signal,
      traceId: order.traceId,
      freshConnection,
    });
    const tookMs = clock.nowMs() - startedMs;
    upstreamMs += tookMs;
    breaker.settled(answer.ok ? undefined : answer.failure, tookMs);
    if (attempts === 1) retryBudget.called();
    if (answer.ok) leases.renewed(heartbeat);
    if (answer.ok) return { ...answer, attempts, upstreamMs };
    const report = { ...answer, attempts, upstreamMs, ...spread(answer.failure, random) };
    const times = {
      attempt: attempts,
      leftMs: deadline.leftMs(),
      epochMs: clock.epochMs(),
      random,
    };
    const plan = planRetry(answer.failure, times);
    const isUrgent = leases.endsMs(heartbeat) - clock.nowMs() < order.intervalMs - onTimeMs;
    if (plan === undefined) return report;
    // That a kept connection had died says nothing of CLS; there are few of them (lib/tencent/reuse.ts).
    const isFree = answer.failure.kind === "unreachable" && answer.failure.keptConnection;
    if (!isFree && !retryBudget.take(isUrgent)) return report;
    freshConnection = plan.freshConnection;
    await sleep(clock, plan.delayMs, signal);
    // What CLS said of the first attempt is truer than why there is no second one.
    if (await admit(parts, heartbeat, order, deadline)) return report;
  }
}

/** Past the next second, and over three more: all who are told of one second would come in it. */
function spread(failure: Failure, random: () => number) {
  return toErrorCode(failure) === "throttled" ? { retryAfterMs: 1000 + random() * 3000 } : {};
}

/** Undefined when the beat may be sent now. */
async function admit(
  { clock, limiter, breaker, leases, random }: SendParts,
  heartbeat: Heartbeat,
  { maxWaitMs, superseded }: SendOrder,
  deadline: Deadline,
): Promise<Refusal | undefined> {
  const known = breaker.peek();
  if (!known.allowed) return upstreamDown(known.retryAfterMs, random);
  const slot = await limiter.acquire({
    leaseEndsMs: leases.endsMs(heartbeat),
    maxWaitMs: Math.min(maxWaitMs, deadline.leftMs()),
    worthlessAfterMs: clock.nowMs() + deadline.leftMs(),
    // The slot is left to others at once, the newer body among them.
    signal: superseded,
  });
  if (superseded.aborted) return replaced;
  if (!slot.granted) return noSlot(slot.retryAfterMs);
  const leave = breaker.ask();
  return leave.allowed ? undefined : upstreamDown(leave.retryAfterMs, random);
}

/** Spread, since told the time of the probe all would come for it. */
function upstreamDown(waitMs: number, random: () => number): Refusal {
  const detail = "CLS has not been answering; the heartbeat was not sent.";
  const retryAfterMs = waitMs * (1 + random());
  return { kind: "refused", code: "upstream-unavailable", detail, retryAfterMs };
}

function noSlot(retryAfterMs: number): Refusal {
  const detail =
    "The rate of the relay's credentials has no room for this heartbeat; it was not sent.";
  return { kind: "refused", code: "throttled", detail, retryAfterMs };
}

const replaced: Refusal = {
  kind: "refused",
  code: "superseded",
  detail: "A newer heartbeat of this consumer came while this one waited; this one was not sent.",
};
