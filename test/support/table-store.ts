import { type Clock, sleep } from "../../lib/base/clock.ts";
import type { Change, Item, Store } from "../../lib/ledger/table/store.ts";
import { applyChange } from "./apply-change.ts";
import { createHandClock } from "./hand-clock.ts";

/** What the store does with a call: it may also make the change and lose the answer. */
export type StoreMode = "answers" | "throws" | "hangs" | "loses";

export type TestStore = Store & {
  readonly items: Map<string, Item>;
  /** All that was asked of it, in that order: the key of what was read, or the change. */
  readonly asked: (string | Change)[];
  mode: StoreMode;
};

export type TestStoreOptions = {
  readonly clock?: Clock;
  /** How long a call takes, there and back. */
  readonly tripMs?: () => number;
};

/** A store in memory. A call that is given up takes effect all the same when it arrives. */
export function createTestStore({
  clock = createHandClock(),
  tripMs = () => 0,
}: TestStoreOptions = {}): TestStore {
  const items = new Map<string, Item>();
  const itemOf = (key: string) => items.get(key) ?? {};

  async function ask<T>(arrive: () => T, signal: AbortSignal): Promise<T> {
    const { mode } = store;
    if (mode === "throws") throw new Error("it is down");
    const wayMs = mode === "hangs" ? Infinity : tripMs() / 2;
    const isGone = mode === "hangs" || signal.aborted;
    const arrived = isGone ? undefined : sleep(clock, wayMs).then(arrive);
    await sleep(clock, 2 * wayMs, signal);
    if (signal.aborted || arrived === undefined) throw new Error("no answer in time");
    const answer = await arrived;
    if (mode === "loses") throw new Error("the answer is lost");
    return answer;
  }

  const store: TestStore = {
    items,
    asked: [],
    mode: "answers",
    read(key, signal) {
      store.asked.push(key);
      return ask(() => itemOf(key), signal);
    },
    change(change, signal) {
      store.asked.push(change);
      return ask(() => {
        const changed = applyChange(itemOf(change.key), change);
        items.set(change.key, changed.item);
        return changed;
      }, signal);
    },
    list(signal) {
      store.asked.push("*");
      return ask(() => new Map(items), signal);
    },
  };
  return store;
}
