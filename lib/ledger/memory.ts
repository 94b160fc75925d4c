import { type Clock, momentOf } from "../base/clock.ts";
import { type Credits, createCredits } from "./credits.ts";
import { overloaded, superseded } from "./denials.ts";
import { leftShare } from "./lease.ts";
import { type Consumer, createLeases } from "./leases.ts";
import type { Entry, Grant, Ledger, LedgerMemory, Patience, Turn } from "./ledger.ts";
import { createReturns } from "./retry-after.ts";
import { createShares } from "./shares.ts";
import { createSights } from "./sights.ts";
import { nextChangeMs, type Waiter } from "./waiter.ts";

export type MemoryLedgerOptions = {
  readonly clock: Clock;
  /** A number from 0 to below 1. */
  readonly random: () => number;
  readonly ratePerSecond: number;
  /** How many may wait, so that a flood cannot fill the memory. */
  readonly mostWaiting?: number;
};

const settled = Promise.resolve();

/**
 * The ledger of a single process. Who waits gets the next free credit in the order of the shares of their keys,
 * then of the ends of their leases. Of one consumer one call at a time is under way, so that no older body can
 * overtake a newer one.
 */
export function createMemoryLedger(
  options: MemoryLedgerOptions,
): Ledger & { readonly memory: LedgerMemory } {
  const { clock, random, ratePerSecond, mostWaiting = 2000 } = options;
  const count = Math.max(1, Math.floor(ratePerSecond));
  const credits = createCredits(count);
  const leases = createLeases({ clock, ratePerSecond });
  const shares = createShares({ clock, ratePerSecond, heldBy: (key) => leases.heldBy(key) });
  const returns = createReturns({ spacingMs: 1000 / ratePerSecond, random });
  const sights = createSights(clock);
  const bulkCredits = createCredits(Math.ceil(count * (1 - leftShare)));
  /** In the order of their leases. */
  let waiting: Waiter[] = [];
  let cancelTimer = () => {};

  const refuse = ({ settle, rankMs }: Waiter, nowMs: number) => {
    const nextSlotMs = credits.earliestMs(0, nowMs);
    const freeSlotMs = credits.earliestMs(waiting.length, nowMs);
    const times = { nowMs, nextSlotMs, freeSlotMs, leaseEndsMs: rankMs };
    settle({ granted: false, reason: "no-room", retryAfterMs: returns.assignMs(times) });
  };

  const pursesOf = ({ isBulk, key }: Entry): Credits[] => {
    const limit = shares.limitOf(key);
    return [credits, ...(isBulk ? [bulkCredits] : []), ...(limit ? [limit] : [])];
  };

  const grant = ({ entry, consumer, purses: held, settle }: Waiter) => {
    const sent = momentOf(clock);
    for (const purse of held) purse.take();
    shares.spend(entry.key);
    consumer.isCalling = true;
    settle({
      granted: true,
      ...sights.before(entry),
      settle(end, facts) {
        for (const purse of held) purse.giveBack(clock.nowMs(), end === "given-up");
        consumer.isCalling = false;
        if (end === "renewed") {
          leases.renewed(consumer, entry, sent);
          rankAnew(consumer);
        }
        const cadenceMs = leases.cadenceMs(entry.leaseMs);
        sights.see(entry, { sentMs: sent.epochMs, end, facts, cadenceMs });
        proceed();
        return settled;
      },
    });
  };

  /** Another beat of one that has just been renewed is no longer urgent. */
  const rankAnew = (consumer: Consumer) => {
    for (const waiter of waiting) {
      if (waiter.consumer === consumer) {
        waiter.rankMs = leases.rankMs(consumer, waiter.entry.leaseMs);
      }
    }
    waiting.sort((a, b) => a.rankMs - b.rankMs);
  };

  /** Why a beat is not to be sent, whether or not there is a credit. */
  const denialOf = (entry: Entry, consumer: Consumer) => {
    const denial = sights.denial(entry);
    if (denial || leases.holds(consumer) || leases.hasRoomFor(entry.leaseMs)) return denial;
    return overloaded(leases.fill(entry.leaseMs), random());
  };

  const canBeServed = (place: number, latestMs: number, nowMs: number) =>
    place < mostWaiting && credits.earliestMs(place, nowMs) <= latestMs;

  /** Settles all that can be settled now, and sees to it that it runs again if anybody still waits. */
  const proceed = (nowMs = clock.nowMs()) => {
    cancelTimer();
    if (waiting.length === 0) return;
    const kept = new Set<Waiter>();
    const refused: Waiter[] = [];
    for (const waiter of shares.order(waiting)) {
      const { entry, consumer, latestMs, purses } = waiter;
      const denial = denialOf(entry, consumer);
      const isFree = purses.every((purse) => purse.free(nowMs) > 0);
      if (denial) waiter.settle(denial);
      else if (!consumer.isCalling && isFree && nowMs <= latestMs) grant(waiter);
      else if (nowMs < latestMs && canBeServed(kept.size, latestMs, nowMs)) kept.add(waiter);
      else refused.push(waiter);
    }
    waiting = waiting.filter((waiter) => kept.has(waiter));
    for (const waiter of refused) refuse(waiter, nowMs);
    wakeAgain(nowMs);
  };

  const wakeAgain = (nowMs: number) => {
    if (waiting.length === 0) return;
    cancelTimer = clock.after(nextChangeMs(waiting, nowMs) - nowMs, proceed);
  };

  const wait = (entry: Entry, consumer: Consumer, patience: Patience) =>
    new Promise<Grant>((resolve) => {
      const nowMs = clock.nowMs();
      const waiter: Waiter = {
        entry,
        consumer,
        key: entry.key.name,
        rankMs: leases.rankMs(consumer, entry.leaseMs),
        latestMs: Math.min(nowMs + patience.maxWaitMs, patience.latestUsefulMs),
        purses: pursesOf(entry),
        settle(grant) {
          consumer.waiting -= 1;
          resolve(grant);
        },
      };
      consumer.waiting += 1;
      const behind = waiting.findIndex(({ rankMs }) => rankMs > waiter.rankMs);
      waiting.splice(behind === -1 ? waiting.length : behind, 0, waiter);
      // By the clock as it was on arrival: who may not wait at all must not be late by the time this took.
      proceed(nowMs);
    });

  const enter = (entry: Entry): Turn => {
    // One that is not to be sent takes the turn of no other one.
    const unsent = sights.denial(entry);
    if (unsent) return { take: () => Promise.resolve(unsent) };
    const consumer = leases.find(entry);
    const isOlder = (waiter: Waiter) =>
      waiter.consumer === consumer && waiter.entry.body !== entry.body;
    for (const { settle } of waiting.filter(isOlder)) settle(superseded);
    waiting = waiting.filter((waiter) => !isOlder(waiter));
    return {
      async take(patience) {
        if (consumer.body !== entry.body) return superseded;
        const denial = denialOf(entry, consumer);
        if (denial) return denial;
        return shares.denial(entry.key) ?? wait(entry, consumer, patience);
      },
    };
  };

  return {
    nextBeatInMs: (leaseMs) => leases.nextBeatInMs(leaseMs, random()),
    fill: (leaseMs) => leases.fill(leaseMs),
    memory: {
      usage: () => ({
        slots: count,
        slotsUsed: count - credits.free(clock.nowMs()),
        waiting: waiting.length,
      }),
      kept: () => ({ leases: leases.leases(), sights: sights.kept() }),
      restore(kept) {
        sights.restore(kept.sights ?? {});
        return leases.restore(kept.leases);
      },
    },
    sights: () => Promise.resolve(sights.list()),
    leave: (departure) => Promise.resolve(sights.takeWord(departure, "left")),
    prove(proof) {
      sights.takeWord(proof, proof.word);
      return settled;
    },
    enter,
  };
}
