import { type Clock, sleep } from "../../../lib/base/clock.ts";
import type { SharedCounter } from "../../../lib/ledger/exact/shared-counter.ts";
import { uniform } from "../../../test/support/random.ts";

/** A store that counts rightly and is only slow. */
export type ModelCounter = SharedCounter & {
  /** How often it was asked. */
  readonly calls: number;
};

/** One way, each way: about what a store in the same region takes. */
const travelMs = { least: 2, most: 6 };

export function createModelCounter(clock: Clock, random: () => number): ModelCounter {
  const totals = new Map<number, number>();
  const travel = () => sleep(clock, uniform(random, travelMs.least, travelMs.most));
  let calls = 0;
  return {
    async add(second, count) {
      calls += 1;
      await travel();
      const total = (totals.get(second) ?? 0) + count;
      totals.set(second, total);
      totals.delete(second - 10);
      await travel();
      return { ok: true, total };
    },
    get calls() {
      return calls;
    },
  };
}
