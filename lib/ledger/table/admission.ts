import { claimAgainst } from "../claim.ts";
import { overloaded, superseded } from "../denials.ts";
import type { Denial, Fill } from "../ledger.ts";
import { toAsking } from "../sights.ts";
import { carriedLeases, hasRoomFor, type Load } from "../steering.ts";
import { returnInMs } from "./return-time.ts";
import { ageOf, type Beat, isNewerBody, type Member, type Roster } from "./roster.ts";
import type { SharedTime } from "./shared-time.ts";
import { standingOf } from "./standing.ts";
import type { Booking, SlotBook } from "./slot-book.ts";
import { busyUntilMs, heldBy, leastPerSecond } from "./slots.ts";
import { leastTerms, type Terms, termsOf } from "./terms.ts";
import type { Attempt } from "./under-way.ts";

export type Admitted = { readonly member: Member | undefined; readonly booking: Booking };

export type Limits = {
  /** When the signal aborts. */
  readonly leftMs: number;
  /** How far ahead it may be booked. */
  readonly mostAheadMs: () => number;
};

/** Asks the table whether a beat may be sent. */
export type Admission = {
  ask(attempt: Attempt, limits: Limits, signal: AbortSignal): Promise<Admitted | Denial>;
  readonly load: () => Load;
  readonly fill: (leaseMs: number) => Fill;
};

export type AdmissionOptions = {
  readonly book: SlotBook;
  readonly roster: Roster;
  readonly time: SharedTime;
  readonly random: () => number;
  readonly ratePerSecond: number;
};

export function createAdmission(options: AdmissionOptions): Admission {
  const { book, roster, time, random, ratePerSecond } = options;
  const load = () => ({ leastPerSecond: leastPerSecond(book.slots()), ratePerSecond });
  const fill = (leaseMs: number) => ({
    held: heldBy(book.slots()),
    carries: carriedLeases(ratePerSecond, leaseMs),
  });

  const termsFor = (beat: Beat, member?: Member): Terms => {
    const { leaseMs, isBulk } = beat.entry;
    const nowMs = time.nowMs();
    const slots = book.slots();
    const credits = slots.credits.length;
    const asking = { ageMs: ageOf(member, nowMs), leaseMs, isBulk, credits, load: load() };
    return termsOf(asking, standingOf(slots, beat.tag, nowMs));
  };

  /** Whether the booking, made before its terms were known, took what is to be left to others. */
  const isTooMuch = ({ leaves }: Terms): boolean => {
    const nowMs = time.nowMs();
    return book.slots().credits.filter(({ freeMs }) => freeMs <= nowMs).length < leaves;
  };

  const noRoom = async (
    { beat }: Attempt,
    member: Member | undefined,
    signal: AbortSignal,
  ): Promise<Denial> => {
    const place = await book.refuse(signal);
    const nowMs = time.nowMs();
    const nextFreeMs = Math.min(...book.slots().credits.map(({ freeMs }) => freeMs));
    const ageMs = ageOf(member, nowMs);
    const retryAfterMs = returnInMs({
      nextFreeInMs: Math.max(0, nextFreeMs - nowMs),
      place,
      spacingMs: 1000 / ratePerSecond,
      leaseMs: beat.entry.leaseMs,
      leaseLeftMs: member && ageMs !== undefined ? member.leaseMs - ageMs : 0,
      chance: random(),
    });
    return { granted: false, reason: "no-room", retryAfterMs };
  };

  /** How long the key has to wait for its own limit; 0 where it keeps to it. */
  const limitedMs = ({ tag, entry }: Beat, { slots }: Booking): number => {
    const { ratePerSecond: limit = Infinity } = entry.key;
    const nowMs = time.nowMs();
    const own = busyUntilMs(slots, tag, nowMs);
    return own.length <= limit ? 0 : Math.min(...own) - nowMs;
  };

  /** Why the beat is not to be sent, whether or not there is a credit. */
  const reasonAgainst = async (
    { beat, superseded: { aborted } }: Attempt,
    member: Member | undefined,
    signal: AbortSignal,
  ): Promise<Denial | undefined> => {
    const { entry, version } = beat;
    if (aborted || (member && isNewerBody(member, version))) return superseded;
    const asking = toAsking(entry);
    const claimed = asking && claimAgainst(member?.sight, asking, time.nowMs());
    if (claimed) return { granted: false, ...claimed };
    if (ageOf(member, time.nowMs()) === undefined)
      return hasRoomFor(load(), entry.leaseMs)
        ? undefined
        : overloaded(fill(entry.leaseMs), random());
    const isKnown = member?.body === entry.body || (await roster.enter(beat, signal));
    return isKnown ? undefined : superseded;
  };

  return {
    load,
    fill,
    async ask(attempt, { leftMs, mostAheadMs }, signal) {
      const { beat } = attempt;
      const race = { signal, untilMs: time.nowMs() + leftMs, lost: 0, busy: 0 };
      const [member, early] = await Promise.all([
        roster.find(beat.entry.consumer, signal),
        book.book(beat.tag, () => leastTerms(book.slots().credits.length), race),
      ]);
      const against = await reasonAgainst(attempt, member, signal);
      if (against) {
        if (early) await book.giveBack(early, signal);
        return against;
      }
      if (early && isTooMuch(termsFor(beat, member))) {
        await book.giveBack(early, signal);
        return noRoom(attempt, member, signal);
      }
      const terms = () => {
        const { horizonMs, leaves } = termsFor(beat, member);
        return { horizonMs: Math.min(horizonMs, mostAheadMs()), leaves };
      };
      const booking = early ?? (await book.book(beat.tag, terms, race));
      if (booking === undefined) return noRoom(attempt, member, signal);
      const retryAfterMs = limitedMs(beat, booking);
      if (retryAfterMs === 0) return { member, booking };
      await book.giveBack(booking, signal);
      return { granted: false, reason: "key-limit", retryAfterMs };
    },
  };
}
