import type { Clock } from "../../base/clock.ts";
import type { Item, Store } from "../../ledger/table/store.ts";
import type { Journal } from "./journal.ts";
import { fromText, toText } from "./told-text.ts";

/** The one item, beside those of the ledger. */
const key = "watch";

/** A look that has died keeps the next one out for so long; longer than a look lasts, clocks being off. */
export const dutyMs = 15_000;

/** Of many processes that share a table: the duty is taken by a change that fails while another one's runs. */
export function createTableJournal(store: Store, clock: Clock): Journal {
  return {
    async takeDuty(signal) {
      const nowMs = clock.epochMs();
      const takeUnlessAfter = (takenUntilMs: number | string) =>
        store.change(
          {
            key,
            set: { takenUntilMs: nowMs + dutyMs },
            add: { version: 1 },
            unlessGreater: { takenUntilMs },
          },
          signal,
        );
      let taken = await takeUnlessAfter(nowMs);
      const { takenUntilMs = 0 } = taken.item;
      if (!taken.done && !isCredible(takenUntilMs, nowMs))
        taken = await takeUnlessAfter(takenUntilMs);
      if (!taken.done) return undefined;
      const version = Number(taken.item["version"]);
      return {
        told: toTold(taken.item),
        async record(told, recording) {
          const set = { told: toText(told), takenUntilMs: 0 };
          const change = { key, set, unlessGreater: { version } };
          const recorded = await store.change(change, recording);
          if (!recorded.done) throw new Error("another process has looked since");
        },
      };
    },
    read: async (signal) => toTold(await store.read(key, signal)),
  };
}

/** One whose clock was far ahead, or foreign to the table, must not keep the others out. */
function isCredible(takenUntilMs: number | string, nowMs: number): boolean {
  return Number(takenUntilMs) <= nowMs + 2 * dutyMs;
}

const toTold = ({ told = "" }: Item) => fromText(String(told));
