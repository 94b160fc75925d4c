import { hash } from "node:crypto";
import type { Context } from "aws-lambda";
import { type Clock, startDeadline } from "../base/clock.ts";
import { defaultLeaseMs } from "../ledger/lease.ts";
import {
  type Assignment,
  type Heartbeat,
  type Topics,
  toConsumerKey,
  toRecord,
} from "../heartbeat/heartbeat.ts";
import type { Denial, Departure, KeyLimits, Ledger } from "../ledger/ledger.ts";
import type { Claimed } from "../ledger/claim.ts";
import type { Claim, Origin } from "../ledger/sight.ts";
import { type BeatReport as Sent, sendBeat } from "./send-beat.ts";
import type { HeartbeatClient } from "../tencent/heartbeat-client.ts";

export type BeatOptions = {
  /** Milliseconds from now after which nothing is pending and the report is given. */
  readonly timeLeftMs: number;
  /** The id under which Tencent sees the beat. */
  readonly traceId: string;
  /** Whose beat it is. */
  readonly key: KeyLimits;
  /** Who sends it besides. */
  readonly sender?: Sender;
  /** One of a batch. */
  readonly isBulk?: boolean;
  /** How long a call may take, once it may be made; by default all of `timeLeftMs`. */
  readonly callMs?: number;
  /** How long the beat may wait for its call; by default as long as the relay lets any. */
  readonly maxWaitMs?: number;
};

/** What is known of a sender, besides its key. */
export type Sender = Pick<
  Origin,
  "alias" | "instance" | "isScheduled" | "isFenced" | "keepAliveMs"
>;

export type BeatReport = Extract<Sent, { ok: false }> | (Extract<Sent, { ok: true }> & Renewal);

/** What an accepted beat gives its caller. */
export type Renewal = {
  readonly assignment: Assignment;
  /** When the caller is to beat next, so that a fleet spreads itself and keeps within the rate. */
  readonly nextBeatInMs: number;
  /** What was assigned to the consumer before, as far as the ledger knows. */
  readonly before?: Topics | undefined;
  /** Who else beats for the consumer, in turn with this sender. */
  readonly rival?: Claim | undefined;
  /** What was left of the lease when the beat came, 0 where it had ended; absent for one that joins. */
  readonly leaseLeftMs?: number | undefined;
};

/** The core: knows no HTTP, no SDK and no environment. */
export type Relay = {
  beat(heartbeat: Heartbeat, options: BeatOptions): Promise<BeatReport>;
  /**
   * The consumer beats no more; rejects where a table does not answer. Gives when CLS frees its partitions, or who else
   * holds its name, so that it goes on.
   */
  leave(heartbeat: Heartbeat, options: WordOptions): Promise<number | Claimed>;
  /** A run of the consumer failed: the schedule stops for it until it beats again; rejects where a table does not answer. */
  fail(heartbeat: Heartbeat, options: WordOptions): Promise<void>;
};

export type WordOptions = Pick<BeatOptions, "key" | "sender"> & { readonly signal: AbortSignal };

export type RelayOptions = {
  readonly client: HeartbeatClient;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly random: () => number;
  readonly maxWaitMs: number;
  /** How long a lease of each group lasts, where it is not the usual one. */
  readonly leasesMs?: ReadonlyMap<string, number> | undefined;
};

/** So much later a beat is refused, where that it came has to be told to the ledger. */
const mostProofMs = 100;

/** Puts the parts of a beat together: its turn in the ledger around attempts and retries. */
export function createRelay(options: RelayOptions): Relay {
  const { ledger, leasesMs } = options;
  const toEntry = (heartbeat: Heartbeat, { key, sender }: Pick<BeatOptions, "key" | "sender">) => {
    const { logsetId, consumerGroup, consumer } = heartbeat;
    const leaseMs = leasesMs?.get(consumerGroup) ?? defaultLeaseMs;
    const topicIds = [...heartbeat.topics.keys()];
    const origin = { logsetId, consumerGroup, consumer, topicIds, ...sender };
    return { consumer: toConsumerKey(heartbeat), key, leaseMs, origin };
  };
  const proveAlive = async (entry: Departure) => {
    const deadline = startDeadline(options.clock, mostProofMs);
    try {
      await ledger.prove({ ...entry, word: "alive" }, deadline.signal);
    } catch {
      // The table does not answer, and without it there is no proof.
    } finally {
      deadline.end();
    }
  };
  return {
    async beat(heartbeat, { isBulk = false, ...beat }) {
      const entry = toEntry(heartbeat, beat);
      const turn = ledger.enter({ ...entry, body: toBody(heartbeat), isBulk });
      const { timeLeftMs, callMs = timeLeftMs, maxWaitMs = options.maxWaitMs, traceId } = beat;
      const order = { turn, timeLeftMs, callMs, maxWaitMs, traceId };
      const sent = await sendBeat(options, heartbeat, order);
      if (!sent.ok) {
        if (isUnseenProof(sent, entry.origin)) await proveAlive(entry);
        return sent;
      }
      return { ...sent, nextBeatInMs: ledger.nextBeatInMs(entry.leaseMs) };
    },
    leave: (heartbeat, { signal, ...from }) => ledger.leave(toEntry(heartbeat, from), signal),
    fail: (heartbeat, { signal, ...from }) =>
      ledger.prove({ ...toEntry(heartbeat, from), word: "failed" }, signal),
  };
}

/** A beat for which there is no room proves that its consumer lives as much as one that is sent. */
const noRoom = new Set<Denial["reason"]>(["no-room", "key-limit", "overloaded"]);

/** Whether the ledger has to be told of a beat that was not sent, since the schedule renews its lease from now on. */
function isUnseenProof(
  { failure }: Extract<Sent, { ok: false }>,
  { isScheduled, keepAliveMs }: Origin,
): boolean {
  return (
    failure.kind === "refused" &&
    noRoom.has(failure.denial.reason) &&
    keepAliveMs !== undefined &&
    !isScheduled
  );
}

/** Short, and the same for the same body. */
function toBody({ topics, partitionStrategy }: Heartbeat): string {
  return hash("sha256", JSON.stringify([toRecord(topics), partitionStrategy]), "base64");
}

/** Left of Lambda's time for the answer to be written and the log to be flushed. */
const marginMs = 250;

/** A call that starts later than this before the end would most likely be cut off. */
export const leastCallMs = 500;

/**
 * Milliseconds that a beat may take: the least of the relay's deadline, the caller's `Prefer: wait`
 * and what the host leaves, less a margin. Hosts that tell no remaining time leave all there is.
 */
export function beatTimeLeftMs(deadlineMs: number, remainingMs: number, waitMs = Infinity): number {
  return Math.min(deadlineMs, waitMs, remainingMs - marginMs);
}

/** What of a host's context is read: Lambda's, or that of Tencent's SCF. */
export type Invocation = Partial<
  Pick<Context, "awsRequestId" | "getRemainingTimeInMillis"> & {
    readonly request_id: string;
    /** How long the function may run. SCF does not tell what is left of it. */
    readonly time_limit_in_ms: number;
  }
>;

/** The host's own id of the invocation. */
export function invocationIdOf({ awsRequestId, request_id }: Invocation): string | undefined {
  return awsRequestId ?? request_id;
}

/** What is left of the invocation that has just begun; a host that tells no number leaves all there is. */
export function remainingTimeMs(invocation: Invocation): number {
  const remainingMs: unknown =
    invocation.getRemainingTimeInMillis?.() ?? invocation.time_limit_in_ms;
  return Number.isFinite(remainingMs) ? Number(remainingMs) : Infinity;
}
