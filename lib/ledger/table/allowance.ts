import { type Clock, startDeadline } from "../../base/clock.ts";

/** So much time that may be spent in parts. */
export type Allowance = {
  /** Does the work with what is left; the signal aborts when that is used up. */
  spend<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
};

export function createAllowance(clock: Clock, allowedMs: number): Allowance {
  let leftMs = allowedMs;
  return {
    async spend(work) {
      const deadline = startDeadline(clock, leftMs);
      const failed = new AbortController();
      try {
        return await work(AbortSignal.any([deadline.signal, failed.signal])).catch(
          (error: unknown) => {
            // Another part of the work may still be under way.
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
