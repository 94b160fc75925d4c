/** A place in the queue, on the monotonic clock. */
export type Place = {
  /** When the lease that waits for renewal ends. */
  readonly leaseEndsMs: number;
  /** The last moment at which a slot is still of use. */
  readonly latestMs: number;
};

export type SlotTimes = {
  /** When the next slot is, not before now. */
  readonly firstMs: number;
  readonly spacingMs: number;
  /** How many may wait. */
  readonly most: number;
};

/** Puts the entry behind all whose lease ends no later: soonest first, and first come for ties. */
export function enqueue<Entry extends Place>(queue: Entry[], entry: Entry): void {
  const index = queue.findIndex(({ leaseEndsMs }) => leaseEndsMs > entry.leaseEndsMs);
  queue.splice(index === -1 ? queue.length : index, 0, entry);
}

/**
 * Takes out, and gives back, those whose slot would come too late or who find no room. One that leaves
 * makes way for all behind it, so a place counts only those that stay.
 */
export function removeHopeless<Entry extends Place>(queue: Entry[], times: SlotTimes): Entry[] {
  const { firstMs, spacingMs, most } = times;
  const hopeless: Entry[] = [];
  let kept = 0;
  for (const entry of queue) {
    if (kept < most && firstMs + kept * spacingMs <= entry.latestMs) queue[kept++] = entry;
    else hopeless.push(entry);
  }
  queue.length = kept;
  return hopeless;
}
