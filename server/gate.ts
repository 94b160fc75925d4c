import type { Services } from "../lib/app/services.ts";

/** How often a busy server says so in its log. */
const noteEveryMs = 10_000;

/** A request that asks to be served. */
export type Visit = {
  /** @param arrived is to be called when the whole request is there */
  readonly serve: (arrived: () => void) => Promise<void>;
  /** Ends it, while it is still arriving, as if there had been no room. */
  readonly cut: () => void;
};

/** Counts the requests under way; one gate for all addresses that a process listens on. */
export type Gate = {
  /**
   * Serves when there is room, and returns whether there was. Of those that are still arriving the oldest one makes
   * room: who sends slowly, or nothing more, must not keep others out.
   */
  admit(visit: Visit): boolean;
};

export function createGate(maxRequests: number, log: Services["log"]): Gate {
  const underWay = new Set<Visit>();
  /** Those of them whose senders are not done, the oldest first. */
  const arriving = new Set<Visit>();
  let refused = 0;
  let timer: NodeJS.Timeout | undefined;

  function note(): void {
    timer = undefined;
    if (refused === 0) return;
    log.warn("relay busy: requests are answered 503", { refused, maxRequests });
    refused = 0;
    timer = setTimeout(note, noteEveryMs).unref();
  }

  function leave(visit: Visit): void {
    underWay.delete(visit);
    arriving.delete(visit);
  }

  return {
    admit(visit) {
      if (underWay.size >= maxRequests) {
        refused += 1;
        if (timer === undefined) note();
        const [slowest] = arriving;
        if (slowest === undefined) return false;
        leave(slowest);
        slowest.cut();
      }
      underWay.add(visit);
      arriving.add(visit);
      const arrived = () => void arriving.delete(visit);
      void visit.serve(arrived).finally(() => {
        leave(visit);
      });
      return true;
    },
  };
}
