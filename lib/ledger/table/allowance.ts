import { type Clock, startDeadline } from "../../base/clock.ts";

/** An amount of time that several pieces of work share. */
export type Allowance = {
  /** Does the work in the time that is left; the signal aborts when that has passed. */
  spend<Result>(work: (signal: AbortSignal, leftMs: number) => Promise<Result>): Promise<Result>;
};

export function createAllowance(clock: Clock, allowedMs: number): Allowance {
  let leftMs = allowedMs;
  return {
    async spend(work) {
      const deadline = startDeadline(clock, leftMs);
      const failed = new AbortController();
      try {
        return await work(AbortSignal.any([deadline.signal, failed.signal]), leftMs).catch(
          (error: unknown) => {
            // Another call of the same work may still be under way.
            failed.abort();
            throw error;
          },
        );
      } finally {
        leftMs = deadline.leftMs();
        deadline.end();
      }
    },
  };
}
