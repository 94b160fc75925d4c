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
      const claimed = await store.change(
        {
          key,
          set: { claimedUntilMs: nowMs + claimMs },
          add: { version: 1 },
          unlessGreater: { claimedUntilMs: nowMs },
        },
        signal,
      );
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

const toTold = ({ told = "" }: Item) => fromText(String(told));
