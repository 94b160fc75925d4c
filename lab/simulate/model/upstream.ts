import type { Clock } from "../../../lib/base/clock.ts";
import { uniform } from "../../../test/support/random.ts";
import type { Leases } from "./leases.ts";

export type Outcome = "accepted" | "refused" | "unreachable";

/** CLS as callers see it: so many a second, counted at arrival; the first ones of a second pass. */
export type Upstream = {
  /**
   * Calls back once the answer, or the failure, is there.
   * @param staleAfterMs on the monotonic clock: sent later, the call counts as stale.
   */
  call(consumer: string, staleAfterMs: number, callback: (outcome: Outcome) => void): void;
  readonly counts: Readonly<Record<Outcome | "sent" | "stale", number>>;
};

export type UpstreamOptions = {
  readonly clock: Clock;
  readonly random: () => number;
  readonly leases?: Leases;
  /** The share of calls that fail on their way there. */
  readonly failedShare?: number;
};

export const upstreamPerSecond = 20;

/** One way, each way. */
export const travelMs = { least: 20, most: 80 };

export function createUpstream(options: UpstreamOptions): Upstream {
  const { clock, random, leases, failedShare = 0 } = options;
  const counts = { sent: 0, accepted: 0, refused: 0, unreachable: 0, stale: 0 };
  let second = 0;
  let arrived = 0;
  const travel = (then: () => void) =>
    clock.after(uniform(random, travelMs.least, travelMs.most), then);

  const arrive = (consumer: string): Outcome => {
    const arrivalSecond = Math.floor(clock.epochMs() / 1000);
    arrived = arrivalSecond === second ? arrived + 1 : 1;
    second = arrivalSecond;
    if (arrived > upstreamPerSecond) return "refused";
    leases?.beat(consumer, clock.nowMs());
    return "accepted";
  };

  return {
    call(consumer, staleAfterMs, callback) {
      counts.sent += 1;
      if (clock.nowMs() > staleAfterMs) counts.stale += 1;
      const isLost = random() < failedShare;
      travel(() => {
        const outcome = isLost ? "unreachable" : arrive(consumer);
        counts[outcome] += 1;
        if (isLost) callback(outcome);
        else
          travel(() => {
            callback(outcome);
          });
      });
    },
    counts,
  };
}
