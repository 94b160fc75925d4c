/** The part of an AbortSignal that a wait needs. */
export type Notice = {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
};

/** A cheap notice: Node's AbortSignal is an event target, which costs each beat more, and most are never used. */
export function createNotice(): Notice & { abort(): void } {
  const listeners = new Set<() => void>();
  let aborted = false;
  return {
    get aborted() {
      return aborted;
    },
    addEventListener(_type, listener) {
      listeners.add(listener);
    },
    removeEventListener(_type, listener) {
      listeners.delete(listener);
    },
    abort() {
      aborted = true;
      for (const listener of [...listeners]) listener();
    },
  };
}
