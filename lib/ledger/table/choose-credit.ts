import type { Slots } from "./slots.ts";
import type { Terms } from "./terms.ts";

export type Choice = { readonly index: number; readonly startMs: number };

/** Of those that are free soonest: two processes that choose at once shall not choose the same one. */
const soonest = 4;

/**
 * A credit that is free now, by chance, or else one of the soonest within the horizon; undefined where the
 * terms allow none. `taken` are those that this process itself is asking for.
 */
export function chooseCredit(
  { credits }: Slots,
  { horizonMs, leaves }: Terms,
  { nowMs, taken, chance }: { nowMs: number; taken: ReadonlySet<number>; chance: number },
): Choice | undefined {
  const open = credits
    .map(({ freeMs }, index) => ({ index, startMs: Math.max(freeMs, nowMs) }))
    .filter(({ index, startMs }) => !taken.has(index) && startMs <= nowMs + horizonMs);
  const free = open.filter(({ startMs }) => startMs === nowMs);
  const choices =
    free.length > 0 || leaves > 0
      ? free.slice(leaves)
      : open.sort((a, b) => a.startMs - b.startMs).slice(0, soonest);
  return choices[Math.floor(chance * choices.length)];
}
