import { leastWeight, leftShare } from "../lease.ts";
import { heldBy, type Slots } from "./slots.ts";

/** Of a share: who has more than this is over it, where others want theirs. */
const tolerance = 1.5;

/** The same for batches, which are the first to find nothing: another key has enough to keep them from their share. */
const toleranceForBatches = 1.25;

/** Where a key stands with what it has of the rate now. */
export type Standing = {
  /** It has far more than its share, and others want theirs. */
  readonly isOver: boolean;
  /** Another key has: this one may book behind all that it has. */
  readonly areOthersOver: boolean;
  /** Another key has so much that batches, which leave some to others, would find nothing. */
  readonly areOthersAbove: boolean;
  /** It has less than its share, and less than what batches may have. */
  readonly hasRoom: boolean;
};

/**
 * Divides the credits between the keys that hold any now or keep leases, in proportion to these.
 * It follows from the credits alone: nothing else has to be counted.
 */
export function standingOf(slots: Slots, tag: string, nowMs: number): Standing {
  const used = new Map<string, number>([[tag, 0]]);
  // Who keeps leases wants its share soon, though it has nothing of it now.
  for (const lease of slots.leases) if (lease.count > 0 && lease.tag !== "") used.set(lease.tag, 0);
  // One that was given back is nobody's.
  for (const credit of slots.credits)
    if (credit.freeMs > nowMs && credit.tag !== "")
      used.set(credit.tag, (used.get(credit.tag) ?? 0) + 1);
  const keys = Array.from(used, ([key, count]) => {
    return { key, count, weight: leastWeight + Math.max(0, heldBy(slots, key)) };
  });
  const all = keys.reduce((sum, { weight }) => sum + weight, 0);
  const share = (weight: number) => (slots.credits.length * weight) / all;
  // One call besides, since keys that all want their shares have some more or less by chance.
  const above = (times: number) =>
    keys.filter(({ count, weight }) => count > times * share(weight) + 1);
  const over = above(tolerance);
  const most = slots.credits.length * (1 - leftShare);
  return {
    isOver: keys.length > 1 && over.some(({ key }) => key === tag),
    areOthersOver: over.some(({ key }) => key !== tag),
    areOthersAbove: above(toleranceForBatches).some(({ key }) => key !== tag),
    hasRoom: keys.some(
      ({ key, count, weight }) => key === tag && count < Math.min(share(weight), most),
    ),
  };
}
