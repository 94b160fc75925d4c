import { chooseCredit } from "./choose-credit.ts";
import type { SharedTime } from "./shared-time.ts";
import {
  creditFreeBy,
  creditName,
  creditText,
  emptySlots,
  leaseName,
  readSlots,
  refusedName,
  type Slots,
  stampName,
  toBucket,
} from "./slots.ts";
import { expiryName, type Item, type Store } from "./store.ts";
import type { Terms } from "./terms.ts";

/** A credit that is held for one call. */
export type Booking = {
  readonly index: number;
  readonly startMs: number;
  /** A call that starts later would arrive when the credit is not its own any more. */
  readonly latestMs: number;
  readonly text: string;
};

/** The credits of one rate, as the table has them. */
export type SlotBook = {
  /** What was seen last. */
  slots(): Slots;
  /** Books a credit on such terms, trying again as often as others are quicker; undefined where there is none. */
  book(tag: string, terms: () => Terms, signal: AbortSignal): Promise<Booking | undefined>;
  /** The call is not made. */
  giveBack(booking: Booking, signal: AbortSignal): Promise<void>;
  /** One more is sent away: which one of this period it is. */
  refuse(signal: AbortSignal): Promise<number>;
  /** A lease ends at another time now; told to the table with the next change. */
  moved(from: LeaseEnd | undefined, to: LeaseEnd): void;
};

export type LeaseEnd = { readonly tag: string; readonly leaseMs: number; readonly endMs: number };

export type SlotBookOptions = {
  readonly store: Store;
  readonly time: SharedTime;
  readonly random: () => number;
  readonly credits: number;
};

/**
 * CLS counts calls at arrival: so much longer than a second a credit is held for the difference of two ways
 * there and of two clocks (docs/decisions/ledger.md).
 */
const marginMs = 100;

/** What a call that may start at once has lost when the table has answered, at least. */
const leastAnswerMs = 10;

/** Timers are late, and so is who signs on a slow CPU. */
const lateMs = 10;

/** The item of the credits. */
export const slotsKey = "slots";

/** The table forgets a rate that nobody has used for so long, such as that of credentials which were replaced. */
const forgottenAfterMs = 24 * 3_600_000;

const toName = ({ tag, leaseMs, endMs }: LeaseEnd) =>
  leaseName({ tag, leaseMs, endBucket: toBucket(endMs) });

export function createSlotBook(options: SlotBookOptions): SlotBook {
  const { store, time, random, credits } = options;
  let slots = emptySlots(credits);
  const taken = new Set<number>();
  /** How long the last change took. */
  let answerMs = 0;
  /** What the counts of leases change by. */
  let moves = new Map<string, number>();

  const see = (item: Item) => {
    slots = readSlots(item, credits, time.nowMs());
    time.see(slots.stampMs);
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
    const told = moves;
    moves = new Map();
    const add = { ...Object.fromEntries(told), ...what.add };
    const nowMs = Math.ceil(time.nowMs());
    const expiry = Math.ceil((nowMs + forgottenAfterMs) / 1000);
    const set = { ...what.set, [stampName]: nowMs, [expiryName]: expiry };
    const remove = slots.past.filter((name) => !(name in add));
    const askedMs = time.nowMs();
    const changed = await store.change({ key: slotsKey, ...what, set, add, remove }, signal);
    answerMs = time.nowMs() - askedMs;
    see(changed.item);
    // If the answer had been lost, whether they were told would not be known: then they are not told again.
    if (!changed.done) for (const [name, by] of told) addMove(name, by);
    return changed;
  };

  const addMove = (name: string, by: number) => {
    moves.set(name, (moves.get(name) ?? 0) + by);
  };

  return {
    slots: () => slots,
    async book(tag, terms, signal) {
      for (let lost = 0; ; lost += 1) {
        const nowMs = time.nowMs();
        const choice = chooseCredit(slots, terms(), { nowMs, taken, chance: random() });
        if (choice === undefined) return undefined;
        const { index, startMs } = choice;
        const readyMs = Math.max(startMs, nowMs + Math.max(answerMs, leastAnswerMs));
        const text = creditText({ freeMs: readyMs + 1000 + marginMs, tag });
        const name = creditName(index);
        taken.add(index);
        try {
          const unlessGreater = { [name]: creditFreeBy(startMs) };
          const what = { set: { [name]: text }, unlessGreater };
          const { done } = await change(what, signal).finally(() => taken.delete(index));
          if (done) return { index, startMs, latestMs: readyMs + lateMs, text };
        } catch (error) {
          // The table answers; others have been quicker all the time.
          if (lost > 0 && signal.aborted) return undefined;
          throw error;
        }
      }
    },
    async giveBack({ index, startMs, text }, signal) {
      const name = creditName(index);
      // Before its start the call before it still holds it.
      const freeMs = Math.max(startMs, time.nowMs());
      const set = { [name]: creditText({ freeMs, tag: "" }) };
      await change({ set, unlessGreater: { [name]: text } }, signal);
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
