import { type Clock, type Deadline, sleep, startDeadline } from "../base/clock.ts";
import type { Heartbeat, Topics } from "../heartbeat/heartbeat.ts";
import type { CallEnd, Denial, Grant, Turn } from "../ledger/ledger.ts";
import type { CallFacts, Claim, Sight } from "../ledger/sight.ts";
import { planRetry } from "./retry-policy.ts";
import { type Failure, mayBeTaken, toErrorCode } from "../tencent/failure.ts";
import type { Answer, HeartbeatClient } from "../tencent/heartbeat-client.ts";

/** Why the relay itself did not send a beat. */
export type Refusal = { readonly kind: "refused"; readonly denial: Denial };

/** What became of a beat. Failures are reported, not thrown. */
export type BeatReport = (
  | (Extract<Answer, { ok: true }> & {
      /** What was assigned to the consumer before, and who else beats for it. */
      readonly before?: Topics | undefined;
      readonly rival?: Claim | undefined;
      /** What was left of the lease when the beat came, 0 where it had ended; absent for one that joins. */
      readonly leaseLeftMs?: number | undefined;
    })
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
};

export type SendOrder = {
  /** The beat's place in the ledger, which says when a call may be made. */
  readonly turn: Turn;
  /** Milliseconds from now after which nothing is pending and the report is given. */
  readonly timeLeftMs: number;
  /** How long the attempts may take together, from the first one on. */
  readonly callMs: number;
  readonly traceId: string;
  /** How long each attempt may wait to be granted its call. */
  readonly maxWaitMs: number;
};

/** Sends a beat when it may be sent, and once more where that may help. */
export async function sendBeat(
  parts: SendParts,
  heartbeat: Heartbeat,
  order: SendOrder,
): Promise<BeatReport> {
  const { clock } = parts;
  const { timeLeftMs, callMs } = order;
  const endsMs = clock.nowMs() + timeLeftMs;
  const cameMs = clock.epochMs();
  const nothingSent = { ok: false, attempts: 0, upstreamMs: 0 } as const;
  if (timeLeftMs <= 0) return { ...nothingSent, failure: { kind: "timeout" } };
  const first = { latestUsefulMs: endsMs, leftMs: Math.min(callMs, timeLeftMs) };
  const { grant, ...connection } = await takeTurn(parts, order, first);
  if (!grant.granted) return { ...nothingSent, failure: { kind: "refused", denial: grant } };
  const deadline = startDeadline(clock, Math.min(callMs, endsMs - clock.nowMs()));
  try {
    return await makeAttempts(parts, heartbeat, order, { grant, deadline, cameMs, ...connection });
  } finally {
    deadline.end();
  }
}

/** How long it took to have one, and what to call when the call has ended. */
type Connection = { readonly connectMs: number; end: () => void };

type Granted = Extract<Grant, { granted: true }>;

/**
 * Has a connection before a call is granted, since opening one takes longer than a call. One that does not open
 * leaves time for the call itself, which then says why.
 */
async function takeTurn(
  { client, clock }: SendParts,
  { turn, maxWaitMs }: SendOrder,
  attempt: { latestUsefulMs: number; readonly leftMs: number; freshConnection?: boolean },
): Promise<{ grant: Grant } & Connection> {
  const { latestUsefulMs, leftMs, freshConnection = false } = attempt;
  const startedMs = clock.nowMs();
  const deadline = startDeadline(clock, leftMs / 2);
  const end = await client.prepare({ signal: deadline.signal, freshConnection });
  deadline.end();
  const connectMs = clock.nowMs() - startedMs;
  const grant = await turn.take({ maxWaitMs, latestUsefulMs });
  if (!grant.granted) end();
  return { grant, connectMs, end };
}

type Attempting = Connection & {
  grant: Granted;
  readonly deadline: Deadline;
  /** When the beat came, on the wall clock. */
  readonly cameMs: number;
};

/** The first attempt, and the retry that it may deserve, if the ledger has room for it. */
async function makeAttempts(
  parts: SendParts,
  heartbeat: Heartbeat,
  order: SendOrder,
  { grant, deadline, cameMs, connectMs, end }: Attempting,
): Promise<BeatReport> {
  const { client, clock, random } = parts;
  const { signal } = deadline;
  let upstreamMs = connectMs;
  let attempts = 0;
  for (;;) {
    attempts += 1;
    const startedMs = clock.nowMs();
    const answer = await client.send(heartbeat, { signal, traceId: order.traceId });
    end();
    upstreamMs += clock.nowMs() - startedMs;
    await grant.settle(toEnd(answer), toFacts(answer));
    if (answer.ok) {
      const { before, rival } = grant;
      const seen = { before: before?.partitions, rival, leaseLeftMs: toLeftMs(before, cameMs) };
      return { ...answer, attempts, upstreamMs, ...seen };
    }
    const report = { ...answer, attempts, upstreamMs, ...spread(answer.failure, random) };
    const [leftMs, epochMs] = [deadline.leftMs(), clock.epochMs()];
    const plan = planRetry(answer.failure, { attempt: attempts, leftMs, epochMs, random });
    if (plan === undefined) return report;
    await sleep(clock, plan.delayMs, signal);
    const [nowMs, nextLeftMs] = [clock.nowMs(), deadline.leftMs()];
    const times = { latestUsefulMs: nowMs + nextLeftMs, leftMs: nextLeftMs };
    const next = await takeTurn(parts, order, { ...plan, ...times });
    // What CLS said of the first attempt tells the caller more than why there is no second one.
    if (!next.grant.granted) return report;
    upstreamMs += next.connectMs;
    [grant, end] = [next.grant, next.end];
  }
}

function toEnd(answer: Answer): CallEnd {
  if (answer.ok) return "renewed";
  // A connection that broke brings nothing more; what we ourselves gave up may still be on its way.
  return answer.failure.kind === "timeout" ? "given-up" : "answered";
}

function toFacts(answer: Answer): CallFacts {
  if (answer.ok) return { outcome: "renewed", partitions: answer.assignment.topics };
  const { failure } = answer;
  return {
    outcome: toErrorCode(failure),
    ...(failure.kind === "rejected" && { upstreamCode: failure.upstream.code }),
    mayBeTaken: mayBeTaken(failure),
  };
}

/** Past the next second, and over three more: callers that were all told the same second would all come in it. */
function spread(failure: Failure, random: () => number) {
  return toErrorCode(failure) === "throttled" ? { retryAfterMs: 1000 + random() * 3000 } : {};
}

/**
 * What was left of the lease when a beat came, on the safe side: it is counted from when the one before was sent. 0 where it
 * ended less than its length ago; undefined for a consumer that is new, has left, or was away for longer.
 */
function toLeftMs(before: Sight | undefined, cameMs: number): number | undefined {
  if (before?.renewedMs === undefined || before.leftMs !== undefined) return undefined;
  const leftMs = before.renewedMs + before.leaseMs - cameMs;
  return leftMs < -before.leaseMs ? undefined : Math.max(0, leftMs);
}
