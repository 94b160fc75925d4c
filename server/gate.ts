import type { Services } from "../lib/app/services.ts";
import { mostArrivingBytes } from "./limits.ts";
import { countAndSay } from "./count-and-say.ts";

/** What a request tells of itself while it is under way. */
export type Place = {
  /** So many more bytes of it are kept. */
  readonly hold: (bytes: number) => void;
  /** The whole request is there. */
  readonly arrived: () => void;
};

/** A request that asks to be served. */
export type Visit = {
  readonly serve: (place: Place) => Promise<void>;
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

/** @param mostBytes of the requests that are still arriving, together */
export function createGate(
  maxRequests: number,
  log: Services["log"],
  mostBytes = mostArrivingBytes,
): Gate {
  const underWay = new Set<Visit>();
  /** How much there is of those whose senders are not done, the oldest first. */
  const arriving = new Map<Visit, number>();
  let arrivingBytes = 0;
  const count = countAndSay((refused) => {
    log.warn("relay busy: requests are answered 503", { ...refused, maxRequests });
  });

  /** Counts one that is refused: the oldest that is still arriving. False where none is. */
  function makeRoom(): boolean {
    count("refused");
    const [slowest] = arriving.keys();
    if (slowest === undefined) return false;
    leave(slowest);
    slowest.cut();
    return true;
  }

  function arrived(visit: Visit): void {
    arrivingBytes -= arriving.get(visit) ?? 0;
    arriving.delete(visit);
  }

  function leave(visit: Visit): void {
    arrived(visit);
    underWay.delete(visit);
  }

  function hold(visit: Visit, bytes: number): void {
    const before = arriving.get(visit);
    if (before === undefined) return;
    arriving.set(visit, before + bytes);
    arrivingBytes += bytes;
    while (arrivingBytes > mostBytes) makeRoom();
  }

  return {
    admit(visit) {
      if (underWay.size >= maxRequests && !makeRoom()) return false;
      underWay.add(visit);
      arriving.set(visit, 0);
      const place = {
        hold: (bytes: number) => {
          hold(visit, bytes);
        },
        arrived: () => {
          arrived(visit);
        },
      };
      void visit.serve(place).finally(() => {
        leave(visit);
      });
      return true;
    },
  };
}
