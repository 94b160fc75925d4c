export type Event = {
  readonly dueMs: number;
  readonly order: number;
  callback: (() => void) | undefined;
};

export type EventHeap = {
  add(event: Event): void;
  /** Takes the earliest one that is due by then; those of one moment in the order of `order`. */
  takeDue(untilMs: number): Event | undefined;
  readonly size: number;
};

/** A binary heap: an hour under overload makes millions of events. */
export function createEventHeap(): EventHeap {
  const events: Event[] = [];
  const at = (index: number): Event => {
    const event = events[index];
    if (event === undefined) throw new RangeError(`The heap has no event ${index}.`);
    return event;
  };
  const isBefore = (one: Event, other: Event) =>
    one.dueMs < other.dueMs || (one.dueMs === other.dueMs && one.order < other.order);

  const rise = (event: Event, from: number) => {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(event, at(parent))) break;
      events[index] = at(parent);
      index = parent;
    }
    events[index] = event;
  };

  const sink = (event: Event) => {
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= events.length) break;
      if (child + 1 < events.length && isBefore(at(child + 1), at(child))) child += 1;
      if (!isBefore(at(child), event)) break;
      events[index] = at(child);
      index = child;
    }
    events[index] = event;
  };

  return {
    add(event) {
      rise(event, events.length);
    },
    takeDue(untilMs) {
      const first = events[0];
      if (first === undefined || first.dueMs > untilMs) return undefined;
      const last = events.pop();
      if (last !== undefined && last !== first) sink(last);
      return first;
    },
    get size() {
      return events.length;
    },
  };
}
