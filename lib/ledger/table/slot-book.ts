import { chooseCredit } from "./choose-credit.ts";
import type { SharedTime } from "./shared-time.ts";
import {
  creditFreeBy,
  creditName,
  creditText,
  emptySlots,
  leaseName,
  marginMs,
  readSlots,
  refusedName,
  type Slots,
  stampName,
  tagsBefore,
  toBucket,
} from "./slots.ts";
import { isTooBusy, type Item, type Store } from "./store.ts";
import type { Terms } from "./terms.ts";

/** A credit that is held for one call. */
export type Booking = {
  readonly index: number;
  readonly startMs: number;
  /** A call that starts later would arrive when the credit is not its own any more. */
  readonly latestMs: number;
  /** What the table has of it. */
  readonly text: string;
  readonly before: readonly string[];
  /** All credits at the moment in which it was booked. */
  readonly slots: Slots;
};

/** The credits of one rate, as the table has them. */
export type SlotBook = {
  /** What was seen last. */
  slots(): Slots;
  /** How long a change takes, by the slowest of the last few. */
  answerMs(): number;
  /** Books a credit on such terms, trying again as often as others are quicker; undefined where there is none. */
  book(tag: string, terms: () => Terms, race: Race): Promise<Booking | undefined>;
  /** The call is not made. Never rejects: without the table the credit is free later. */
  giveBack(booking: Booking, signal: AbortSignal): Promise<void>;
  /** Counts a refusal, and gives its number in the present period. */
  refuse(signal: AbortSignal): Promise<number>;
  /** A lease ends at another time now. The table is told with the next change. */
  moved(from: LeaseEnd | undefined, to: LeaseEnd): void;
};

/** The tries of one beat. */
export type Race = {
  readonly signal: AbortSignal;
  /** When the signal aborts, on the shared time. */
  readonly untilMs: number;
  /** How many brought no credit: another process was quicker, or the table was too busy. */
  lost: number;
  /** Those for which it was too busy. */
  busy: number;
};

export type LeaseEnd = { readonly tag: string; readonly leaseMs: number; readonly endMs: number };

export type SlotBookOptions = {
  readonly store: Store;
  readonly time: SharedTime;
  readonly random: () => number;
  readonly credits: number;
};

/** The table is not expected to answer sooner. */
const leastAnswerMs = 10;

/** A beat waits no longer for one; what took longer was a clock that was set forward. */
const mostAnswerMs = 100;

/** The first answer of the table is expected then, since a connection is opened for it. */
const firstAnswerMs = 60;

/** What is left of an answer that was slow with each one after it: a table that is far away is not so by the same each time. */
const forgetting = 0.8;

/** A call may start so late: timers are late, and on a slow CPU the signature takes time as well. */
const lateMs = 10;

/** The item of the credits. */
export const slotsKey = "slots";

/** So many beats in a row are told to come back since the table is too busy; the next one goes on without it. */
const mostBusyBeats = 1;

const toName = ({ tag, leaseMs, endMs }: LeaseEnd) =>
  leaseName({ tag, leaseMs, endBucket: toBucket(endMs, leaseMs) });

export function createSlotBook(options: SlotBookOptions): SlotBook {
  const { store, time, random, credits } = options;
  let slots = emptySlots(credits);
  const taken = new Set<number>();
  /** Beats in a row for which the table was too busy. */
  let busyBeats = 0;
  /** How long a change takes, by the slowest of the last few. */
  let answerMs = firstAnswerMs;
  let hasAnswered = false;
  /** What the counts of leases change by. */
  let moves = new Map<string, number>();

  const see = (item: Item) => {
    slots = readSlots(item, credits, time.nowMs());
    time.see(slots.stampMs);
    return slots;
  };

  /** Changes the item, and tells it with that what has not been told yet. */
  const change = async (
    what: {
      readonly set?: Item;
      readonly add?: Record<string, number>;
      readonly unlessGreater?: Item;
    },
    signal: AbortSignal,
  ) => {
    signal.throwIfAborted();
    const told = moves;
    moves = new Map();
    const add = { ...Object.fromEntries(told), ...what.add };
    const set = { ...what.set, [stampName]: Math.ceil(time.nowMs()) };
    const remove = slots.past.filter((name) => !(name in add));
    const askedMs = time.nowMs();
    const changed = await store.change({ key: slotsKey, ...what, set, add, remove }, signal);
    const rememberedMs = hasAnswered ? forgetting * answerMs : 0;
    answerMs = Math.min(Math.max(time.nowMs() - askedMs, rememberedMs), mostAnswerMs);
    hasAnswered = true;
    busyBeats = 0;
    const seen = see(changed.item);
    // If the answer is lost, the table may have them: then they are not told again.
    if (!changed.done) for (const [name, by] of told) addMove(name, by);
    return { done: changed.done, slots: seen };
  };

  /** Whether the time has passed in tries that were lost, so that the table is not to blame. */
  const hasLost = ({ lost, busy }: Race): boolean => {
    if (lost === busy) busyBeats += 1;
    return lost > busy || (lost > 0 && busyBeats <= mostBusyBeats);
  };

  const addMove = (name: string, by: number) => {
    moves.set(name, (moves.get(name) ?? 0) + by);
  };

  return {
    slots: () => slots,
    answerMs: () => answerMs,
    async book(tag, terms, race) {
      const { signal } = race;
      // An earlier try of the beat has been counted.
      if (signal.aborted && race.lost > 0) return undefined;
      for (;;) {
        const nowMs = time.nowMs();
        // A try that is given up may win a credit, and nobody would use it.
        if (race.lost > race.busy && nowMs + answerMs > race.untilMs) return undefined;
        const choice = chooseCredit(slots, terms(), { nowMs, taken, chance: random() });
        if (choice === undefined) return undefined;
        const { index, startMs } = choice;
        const readyMs = Math.max(startMs, nowMs + Math.max(answerMs, leastAnswerMs));
        const before = tagsBefore(slots.credits[index], nowMs);
        const text = creditText({ freeMs: readyMs + 1000 + marginMs, tag, before });
        const name = creditName(index);
        taken.add(index);
        try {
          const unlessGreater = { [name]: creditFreeBy(startMs) };
          const what = { set: { [name]: text }, unlessGreater };
          const { done, slots } = await change(what, signal).finally(() => taken.delete(index));
          const latestMs = readyMs + lateMs;
          if (done) return { index, startMs, latestMs, text, before, slots };
        } catch (error) {
          if (isTooBusy(error)) race.busy += 1;
          else if (signal.aborted && hasLost(race)) return undefined;
          else throw error;
        }
        race.lost += 1;
      }
    },
    async giveBack({ index, startMs, text, before: [tag = "", ...before] }, signal) {
      const name = creditName(index);
      // Before its start the call before it still holds it.
      const freeMs = Math.max(startMs, time.nowMs());
      const set = { [name]: creditText({ freeMs, tag, before }) };
      await change({ set, unlessGreater: { [name]: text } }, signal).catch(() => undefined);
    },
    async refuse(signal) {
      // Without the table it is the next one by what was last seen.
      await change({ add: { [refusedName(time.nowMs())]: 1 } }, signal).catch(() => undefined);
      return slots.refused;
    },
    moved(from, to) {
      // What has ended is not looked at any more.
      if (from && from.endMs > time.nowMs()) addMove(toName(from), -1);
      addMove(toName(to), 1);
    },
  };
}
