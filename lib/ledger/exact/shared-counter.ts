/** What the store said, or why it said nothing that can be used. */
export type Counted =
  /** `total`: what anybody has asked of that second so far, this included. */
  { readonly ok: true; readonly total: number } | { readonly ok: false; readonly reason: string };

/** Counts for all sandboxes together how many calls each second of the wall clock is asked for. */
export type SharedCounter = {
  /**
   * Adds `count` to what is asked of the second that is `second` seconds after the Unix epoch. Never rejects.
   * A call whose answer is lost may have been counted: that wastes calls and never grants one too many.
   */
  add(second: number, count: number, signal: AbortSignal): Promise<Counted>;
};

/** A counter that is made when it is first asked, so that who needs none does not load one. */
export function createLazyCounter(make: () => Promise<SharedCounter>): SharedCounter {
  let made: Promise<SharedCounter> | undefined;
  return {
    add: async (...asked) => {
      try {
        return await (await (made ??= make())).add(...asked);
      } catch {
        return { ok: false, reason: "the client of the store cannot be loaded" };
      }
    },
  };
}
