import type { Clock } from "../../../lib/base/clock.ts";

/**
 * Says when the next call of an action may begin, and takes that slot: at once, until `mostPerSecond` have begun
 * within a second.
 *
 * @returns the moment in milliseconds, on the clock's monotonic scale
 */
export function createSlots(clock: Clock, mostPerSecond: number): (action: string) => number {
  const taken = new Map<string, number[]>();
  return (action) => {
    const slots = taken.get(action) ?? [];
    const oldestMs = slots.at(-mostPerSecond) ?? -Infinity;
    const slotMs = Math.max(clock.nowMs(), oldestMs + 1000);
    taken.set(action, [...slots, slotMs]);
    return slotMs;
  };
}
