import { type Clock, type Moment, momentOf, sinceMs } from "../base/clock.ts";
import { keepingShare } from "./lease.ts";
import type { Entry, Fill, HeldLease } from "./ledger.ts";
import { cadenceMsAt, carriedLeases, hasRoomFor, nextBeatInMs } from "./steering.ts";

/** What is known of a consumer. */
export type Consumer = {
  readonly name: string;
  /** Of the newest beat that has come. */
  body: string;
  /** Whether a call for it is under way, and how many of its beats wait for one. */
  isCalling: boolean;
  waiting: number;
  /** Since when it has been trying to get in, and when it last did, on the monotonic clock. */
  sinceMs: number;
  triedMs: number;
  lease?: Lease | undefined;
};

type Lease = {
  /** When the call that renewed it began. */
  readonly sent: Moment;
  readonly lengthMs: number;
  readonly key: string;
  /** Whether it was ever renewed at its time: a name that was invented for one beat never is. */
  readonly isKept: boolean;
};

/** Who holds a lease, as far as this process itself has seen, and who wants one. */
export type Leases = {
  /** Those that are held. */
  leases(): readonly HeldLease[];
  /** Takes over those that have not ended; gives how many. */
  restore(leases: readonly HeldLease[]): number;
  /** A beat of this consumer has come. */
  find(entry: Entry): Consumer;
  renewed(consumer: Consumer, entry: Entry, sent: Moment): void;
  /** Who needs a call first, on the monotonic clock. */
  rankMs(consumer: Consumer, leaseMs: number): number;
  holds(consumer: Consumer): boolean;
  /** Whether the rate can carry one more lease of this length. */
  hasRoomFor(leaseMs: number): boolean;
  /** How many leases the beats of this key keep. */
  heldBy(key: string): number;
  /** `chance` is a number from 0 to below 1: a fleet that began together drifts apart. */
  nextBeatInMs(leaseMs: number, chance: number): number;
  /** How far apart the beats of such a lease are to be. */
  cadenceMs(leaseMs: number): number;
  fill(leaseMs: number): Fill;
};

export type LeasesOptions = {
  readonly clock: Clock;
  readonly ratePerSecond: number;
  /** How many without a lease are remembered; those who came last are forgotten last. */
  readonly mostWithout?: number;
};

/** Of a consumer whose beats have all been answered. */
const idle = { body: "", isCalling: false, waiting: 0 };

/** Of a lease: who joins is as urgent as one that has so much left, and more so with every second. */
const joinShare = 0.5;

/** How often those whose lease has ended are taken out. */
const sweepMs = 250;

/** On the monotonic clock, for the order; whether it is over is asked of both clocks (docs/decisions/time.md). */
function endsMs({ sent, lengthMs }: Lease): number {
  return sent.nowMs + lengthMs;
}

export function createLeases({
  clock,
  ratePerSecond,
  mostWithout = 10_000,
}: LeasesOptions): Leases {
  const held = new Map<string, Consumer>();
  const without = new Map<string, Consumer>();
  let swept: Moment | undefined;
  let heldByKey = new Map<string, number>();
  /** Calls a second, were each lease renewed once in its length. */
  let leastPerSecond = 0;

  const isOver = ({ sent, lengthMs }: Lease) => sinceMs(clock, sent) >= lengthMs;
  const holds = ({ lease }: Consumer) => lease !== undefined && !isOver(lease);

  const sweep = () => {
    if (swept && sinceMs(clock, swept) < sweepMs) return;
    swept = momentOf(clock);
    heldByKey = new Map();
    leastPerSecond = 0;
    for (const [name, consumer] of held) {
      const { lease, isCalling } = consumer;
      if (lease === undefined || (isOver(lease) && !isCalling)) {
        held.delete(name);
        without.set(name, consumer);
        continue;
      }
      if (lease.isKept) heldByKey.set(lease.key, (heldByKey.get(lease.key) ?? 0) + 1);
      leastPerSecond += 1000 / lease.lengthMs;
    }
  };

  const enlist = (name: string): Consumer => {
    const nowMs = clock.nowMs();
    const consumer = { name, ...idle, sinceMs: nowMs, triedMs: nowMs };
    for (const [first, { isCalling, waiting }] of without) {
      if (without.size < mostWithout) break;
      if (!isCalling && waiting === 0) without.delete(first);
    }
    return consumer;
  };

  return {
    holds,
    hasRoomFor(leaseMs) {
      sweep();
      return hasRoomFor({ leastPerSecond, ratePerSecond }, leaseMs);
    },
    find({ consumer: name, body, leaseMs }) {
      const nowMs = clock.nowMs();
      const consumer = held.get(name) ?? without.get(name) ?? enlist(name);
      // Who came last is forgotten last.
      if (!held.has(name)) {
        without.delete(name);
        without.set(name, consumer);
      }
      const lastMs = Math.max(
        consumer.triedMs,
        consumer.lease ? endsMs(consumer.lease) : -Infinity,
      );
      if (!holds(consumer) && lastMs + leaseMs <= nowMs) consumer.sinceMs = nowMs;
      consumer.triedMs = nowMs;
      consumer.body = body;
      return consumer;
    },
    renewed(consumer, { leaseMs, key }, sent) {
      const { name, lease } = consumer;
      const ageMs = lease && holds(consumer) ? sent.nowMs - lease.sent.nowMs : 0;
      const isKept = lease?.isKept === true || ageMs >= keepingShare * leaseMs;
      consumer.lease = { sent, lengthMs: leaseMs, key: key.name, isKept };
      consumer.sinceMs = endsMs(consumer.lease);
      // Who gets in counts at once.
      if (!held.has(name)) swept = undefined;
      without.delete(name);
      held.set(name, consumer);
    },
    rankMs: (consumer, leaseMs) =>
      holds(consumer) && consumer.lease
        ? endsMs(consumer.lease)
        : consumer.sinceMs + joinShare * leaseMs,
    heldBy(key) {
      sweep();
      return heldByKey.get(key) ?? 0;
    },
    nextBeatInMs(leaseMs, chance) {
      sweep();
      return nextBeatInMs({ leastPerSecond, ratePerSecond }, leaseMs, chance);
    },
    leases: () =>
      [...held.values()].flatMap(({ name, lease }) => {
        if (lease === undefined || isOver(lease)) return [];
        const { sent, lengthMs, key, isKept } = lease;
        const endsEpochMs = Math.round(clock.epochMs() + lengthMs - sinceMs(clock, sent));
        return { consumer: name, endsEpochMs, lengthMs, key, isKept };
      }),
    restore(leases) {
      const { nowMs, epochMs } = momentOf(clock);
      const before = held.size;
      for (const { consumer: name, endsEpochMs, lengthMs, key, isKept } of leases) {
        // A clock that was set back must not make a lease longer than it can be.
        const leftMs = Math.min(endsEpochMs - epochMs, lengthMs);
        if (leftMs <= 0) continue;
        const agoMs = lengthMs - leftMs;
        const sent = { nowMs: nowMs - agoMs, epochMs: epochMs - agoMs };
        const lease = { sent, lengthMs, key, isKept };
        const times = { sinceMs: endsMs(lease), triedMs: sent.nowMs };
        held.set(name, { name, ...idle, ...times, lease });
      }
      swept = undefined;
      return held.size - before;
    },
    cadenceMs(leaseMs) {
      sweep();
      return cadenceMsAt({ leastPerSecond, ratePerSecond }, leaseMs);
    },
    fill(leaseMs) {
      sweep();
      return {
        held: held.size,
        carries: carriedLeases(ratePerSecond, leaseMs),
      };
    },
  };
}
