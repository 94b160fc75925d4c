import { type Clock, sleep } from "../../lib/base/clock.ts";
import type { Store } from "../../lib/ledger/table/store.ts";

export type FarStoreOptions = {
  readonly clock: Clock;
  readonly roundTripMs: number;
  readonly onAnswer: (tookMs: number) => void;
};

/** A store that is so far away; what is given up on its way arrives all the same. */
export function createFarStore(store: Store, options: FarStoreOptions): Store {
  const { clock, roundTripMs, onAnswer } = options;
  const arriving = new AbortController().signal;

  async function ask<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    const askedMs = clock.nowMs();
    const answered = sleep(clock, roundTripMs)
      .then(call)
      .finally(() => {
        onAnswer(clock.nowMs() - askedMs);
      });
    const givenUp = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => {
        reject(new Error("no answer in time"));
      });
    });
    return Promise.race([answered, givenUp]);
  }

  return {
    read: (key, signal) => ask(() => store.read(key, arriving), signal),
    change: (change, signal) => ask(() => store.change(change, arriving), signal),
    list: (signal) => ask(() => store.list(arriving), signal),
  };
}
