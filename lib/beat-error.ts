import { RelayError, type RelayErrorOptions } from "./errors.ts";
import type { BeatReport } from "./send-beat.ts";
import { toErrorCode } from "./tencent/failure.ts";

type Failed = Extract<BeatReport, { ok: false }>;

/**
 * The error that a caller meets for a failed beat, with what CLS said where it said something. A beat for which
 * the rate has no room says what the rate is, in the fields of the IETF's draft-ietf-httpapi-ratelimit-headers.
 */
export function toBeatError({ failure, attempts }: Failed, ratePerSecond: number): RelayError {
  if (failure.kind === "refused") {
    const { code, detail, retryAfterMs } = failure;
    // Whole seconds, rounded up, and at least one: sooner there is nothing to be had.
    const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
    const quota = code === "throttled" ? rateLimitHeaders(ratePerSecond, seconds) : {};
    return new RelayError(code, { detail, headers: { "Retry-After": `${seconds}`, ...quota } });
  }
  const code = toErrorCode(failure);
  const options: RelayErrorOptions = {
    ...(failure.kind === "rejected" && { upstream: failure.upstream }),
    ...(code === "throttled" && { headers: rateLimitHeaders(ratePerSecond, 1) }),
    ...(attempts === 0 && {
      detail: "There was no time left to send the heartbeat; it was not sent.",
    }),
    cause: failure,
  };
  return new RelayError(code, options);
}

/** The upstream's quota, which all callers share, and when there may be some of it again. */
function rateLimitHeaders(ratePerSecond: number, seconds: number): Record<string, string> {
  return {
    "RateLimit-Policy": `"cls";q=${ratePerSecond};w=1`,
    RateLimit: `"cls";r=0;t=${seconds}`,
  };
}
