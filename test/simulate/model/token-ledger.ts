import { type Clock, sleep } from "../../../lib/clock.ts";
import { uniform } from "../random.ts";
import { upstreamPerSecond } from "./upstream.ts";

/** An ideal store: counts what is taken of each of the upstream's seconds, and is only slow. */
export type TokenLedger = {
  /** Takes up to `count` calls of that second of the wall clock; gives how many it got. */
  take(second: number, count: number): Promise<number>;
  /** How often it was asked. */
  readonly calls: number;
};

/** One way, each way: about what a store in the same region takes. */
const travelMs = { least: 2, most: 6 };

export function createTokenLedger(clock: Clock, random: () => number): TokenLedger {
  const left = new Map<number, number>();
  const travel = () => sleep(clock, uniform(random, travelMs.least, travelMs.most));
  let calls = 0;
  return {
    async take(second, count) {
      calls += 1;
      await travel();
      const available = left.get(second) ?? upstreamPerSecond;
      const got = Math.min(count, available);
      left.set(second, available - got);
      left.delete(second - 10);
      await travel();
      return got;
    },
    get calls() {
      return calls;
    },
  };
}
