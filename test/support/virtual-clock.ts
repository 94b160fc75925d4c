import type { Clock } from "../../lib/base/clock.ts";
import { createEventHeap, type Event } from "./event-heap.ts";

export type VirtualClock = Clock & {
  /** Plays all that falls due up to then, on the monotonic scale, each at its own time. */
  run(untilMs: number): Promise<void>;
};

/**
 * Time that jumps from event to event. What an event sets off, promises included, has run before the
 * next one. The monotonic scale begins at 0, the wall clock on a full minute.
 */
export function createVirtualClock(startEpochMs = Date.UTC(2026, 0, 1)): VirtualClock {
  const heap = createEventHeap();
  let elapsedMs = 0;
  let order = 0;
  return {
    nowMs: () => elapsedMs,
    epochMs: () => startEpochMs + elapsedMs,
    after(delayMs, callback) {
      const event: Event = { dueMs: elapsedMs + Math.max(delayMs, 0), order: order++, callback };
      heap.add(event);
      return () => {
        event.callback = undefined;
      };
    },
    async run(untilMs) {
      await promisesToRun();
      for (let event = heap.takeDue(untilMs); event; event = heap.takeDue(untilMs)) {
        if (event.callback === undefined) continue;
        elapsedMs = event.dueMs;
        event.callback();
        await promisesToRun();
      }
      elapsedMs = untilMs;
    },
  };
}

/** Node turns to the next immediate only when no promise has anything left to run. */
async function promisesToRun(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
