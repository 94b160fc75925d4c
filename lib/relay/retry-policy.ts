import type { Failure } from "../tencent/failure.ts";

/** One more attempt, when to start it and how. */
export type RetryPlan = {
  /** Milliseconds from now. */
  readonly delayMs: number;
  /** Whether not to use a connection that was idle: it may have died unnoticed. */
  readonly freshConnection: boolean;
};

export type RetryOptions = {
  /** Which attempt has just failed; the first is 1. */
  readonly attempt: number;
  /** Milliseconds until the deadline of the beat. */
  readonly leftMs: number;
  /** The wall clock now: CLS counts requests by whole seconds. */
  readonly epochMs: number;
  /** A number from 0 to below 1. */
  readonly random: () => number;
};

type Moment = "at-once" | "soon" | "next-second";

/** Tencent's code, or the family before its dot, to the moment at which it may have healed. */
const momentByCode: ReadonlyMap<string, Moment> = new Map<string, Moment>([
  ["InternalError", "soon"],
  ["ServiceUnavailable", "soon"],
  ["RequestLimitExceeded", "next-second"],
  // A sandbox that was frozen between signing and sending; every attempt is signed anew.
  ["AuthFailure.SignatureExpire", "at-once"],
]);

/** Parts those that failed together, and is short against a deadline of seconds. */
const soonMs = 200;

/** CLS lets in the first of each second: apart from the others it refused, but still early. */
const spreadMs = 250;

/** A call on a new connection is three round trips, of up to 80 ms each: in less it has no chance. */
const leastUsefulMs = 250;

/**
 * The retry that a failed attempt deserves, or undefined for none: at most one, only for what may heal
 * by itself, and only if it leaves the new attempt a useful time before the deadline.
 */
export function planRetry(failure: Failure, options: RetryOptions): RetryPlan | undefined {
  const moment = options.attempt === 1 ? momentAfter(failure) : undefined;
  if (moment === undefined) return undefined;
  const delayMs = delayUntil(moment, options);
  if (delayMs + leastUsefulMs > options.leftMs) return undefined;
  return { delayMs, freshConnection: failure.kind === "unreachable" };
}

/** Whether another attempt is worth it at all, and if so when. */
function momentAfter(failure: Failure): Moment | undefined {
  switch (failure.kind) {
    case "unreachable":
      return "at-once";
    case "malformed":
      return isServerError(failure.httpStatus) ? "soon" : undefined;
    case "rejected": {
      if (failure.hasNewCredentials) return "at-once";
      const { code } = failure.upstream;
      const [family = code] = code.split(".");
      return momentByCode.get(code) ?? momentByCode.get(family);
    }
    case "timeout":
      return undefined;
  }
}

function isServerError(httpStatus = 0): boolean {
  return httpStatus >= 500 && httpStatus <= 599;
}

/** Milliseconds until the moment; jitter keeps those that failed together from returning together. */
function delayUntil(moment: Moment, { epochMs, random }: RetryOptions): number {
  switch (moment) {
    case "at-once":
      return 0;
    case "soon":
      return random() * soonMs;
    case "next-second":
      return 1000 - (epochMs % 1000) + random() * spreadMs;
  }
}
