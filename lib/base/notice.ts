/** As much of an AbortSignal as a wait needs; an AbortSignal is one. */
export type Notice = {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
};

/** A notice that costs a beat next to nothing: Node's own signal is an event target, and most are never heard. */
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
