import type { Services } from "../lib/app/services.ts";

/** How often a busy server says so in its log. */
const noteEveryMs = 10_000;

/** Counts the requests under way; one gate for all addresses that a process listens on. */
export type Gate = {
  /** Runs `serve` when there is room, and returns whether there was. */
  admit(serve: () => Promise<void>): boolean;
};

export function createGate(maxRequests: number, log: Services["log"]): Gate {
  let underWay = 0;
  let refused = 0;
  let timer: NodeJS.Timeout | undefined;

  function note(): void {
    timer = undefined;
    if (refused === 0) return;
    log.warn("relay busy: requests are answered 503", { refused, maxRequests });
    refused = 0;
    timer = setTimeout(note, noteEveryMs).unref();
  }

  return {
    admit(serve) {
      if (underWay >= maxRequests) {
        refused += 1;
        if (timer === undefined) note();
        return false;
      }
      underWay += 1;
      void serve().finally(() => (underWay -= 1));
      return true;
    },
  };
}
