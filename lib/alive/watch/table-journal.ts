import type { Clock } from "../../base/clock.ts";
import type { Item, Store } from "../../ledger/table/store.ts";
import type { Journal } from "./journal.ts";
import { fromText, toText } from "./told-text.ts";

/** The one item, beside those of the ledger. */
const key = "watch";

/** A look that has died keeps the next one out for so long; longer than a look lasts, clocks being off. */
export const claimMs = 15_000;

/** Of many processes that share a table: a claim is a change that fails while another one's runs. */
export function createTableJournal(store: Store, clock: Clock): Journal {
  return {
    async claim(signal) {
      const nowMs = clock.epochMs();
      const claimUnlessAfter = (claimedUntilMs: number | string) =>
        store.change(
          {
            key,
            set: { claimedUntilMs: nowMs + claimMs },
            add: { version: 1 },
            unlessGreater: { claimedUntilMs },
          },
          signal,
        );
      let claimed = await claimUnlessAfter(nowMs);
      const { claimedUntilMs = 0 } = claimed.item;
      if (!claimed.done && !isCredible(claimedUntilMs, nowMs))
        claimed = await claimUnlessAfter(claimedUntilMs);
      if (!claimed.done) return undefined;
      const version = Number(claimed.item["version"]);
      return {
        told: toTold(claimed.item),
        async record(told, recording) {
          const set = { told: toText(told), claimedUntilMs: 0 };
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
function isCredible(claimedUntilMs: number | string, nowMs: number): boolean {
  return Number(claimedUntilMs) <= nowMs + 2 * claimMs;
}

const toTold = ({ told = "" }: Item) => fromText(String(told));
