/** How much is asked for, whether or not it is granted. */
export type Demand = {
  /** One more was asked for. */
  add(nowMs: number): void;
  /** What was asked for lately, or what still waits if that is more, over what the rate allows. */
  load(nowMs: number, waiting: number): number;
};

/** A second, or for slow rates four slots: over less, one request alone would look like a crowd. */
const leastMemoryMs = 1000;
const leastMemorySlots = 4;

/** Counts with a memory that fades, so that a flood costs no more to count than a trickle. */
export function createDemand(perSecond: number): Demand {
  const memoryMs = Math.max(leastMemoryMs, (leastMemorySlots * 1000) / perSecond);
  const capacity = (perSecond * memoryMs) / 1000;
  let count = 0;
  let countedMs = 0;
  const countAt = (nowMs: number) => count * Math.exp((countedMs - nowMs) / memoryMs);
  return {
    add(nowMs) {
      count = countAt(nowMs) + 1;
      countedMs = nowMs;
    },
    load: (nowMs, waiting) => Math.max(countAt(nowMs), waiting) / capacity,
  };
}
