import { heldBy, type Slots } from "./slots.ts";

/** In leases: enough for a key that holds none yet to get some, too little to take the rate from those who do. */
const leastWeight = 20;

/** Where a key stands with what it has of the rate now. */
export type Standing = {
  /** It has all of its share, and others want theirs. */
  readonly isOver: boolean;
  /** Another key has more than its share. */
  readonly areOthersOver: boolean;
  /** Calls in the last second, and those booked ahead. */
  readonly used: number;
};

/**
 * Divides the credits between the keys that hold any now, in proportion to the leases that their beats keep.
 * It follows from the credits alone: nothing else has to be counted.
 */
export function standingOf(slots: Slots, tag: string, nowMs: number): Standing {
  const used = new Map<string, number>([[tag, 0]]);
  for (const credit of slots.credits)
    if (credit.freeMs > nowMs) used.set(credit.tag, (used.get(credit.tag) ?? 0) + 1);
  const weights = new Map<string, number>();
  let all = 0;
  for (const key of used.keys()) {
    const weight = leastWeight + Math.max(0, heldBy(slots, key));
    weights.set(key, weight);
    all += weight;
  }
  const isOver = (key: string) =>
    (used.get(key) ?? 0) >= (slots.credits.length * (weights.get(key) ?? 0)) / all;
  const others = Array.from(used.keys()).filter((key) => key !== tag);
  return {
    isOver: others.length > 0 && isOver(tag),
    areOthersOver: others.some(isOver),
    used: used.get(tag) ?? 0,
  };
}
