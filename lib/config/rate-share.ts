import type { Config } from "./config.ts";

/** Which host asks: the only process there is, one of the HTTP sandboxes, or the schedule's. */
export type Share = "all" | "http" | "schedule";

type Quota = Pick<Config, "ratePerSecond" | "schedulePerSecond" | "sandboxes">;

/**
 * What of the quota of a credential and an endpoint a process may send, a second. The schedule's share comes
 * off first; the HTTP sandboxes have equal parts of the rest, each its own: without a store none can lend to
 * another, and so none can take too much. In whole calls: a part of 3.75 would be 4 in some seconds.
 */
export function shareOf(
  { ratePerSecond, schedulePerSecond, sandboxes }: Quota,
  share: Share,
): number {
  switch (share) {
    case "all":
      return ratePerSecond;
    case "schedule":
      return schedulePerSecond;
    case "http":
      return inWholeCalls((ratePerSecond - schedulePerSecond) / sandboxes);
  }
}

/** Less than one a second is one in several seconds, and cannot be rounded down. */
function inWholeCalls(perSecond: number): number {
  return perSecond < 1 ? perSecond : Math.floor(perSecond);
}
