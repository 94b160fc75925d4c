import type { ErrorCode } from "../heartbeat/error-table.ts";
import { RelayError, type RelayErrorOptions } from "../heartbeat/relay-error.ts";
import type { BeatReport } from "./send-beat.ts";
import { toErrorCode } from "../tencent/failure.ts";

type Failed = Extract<BeatReport, { ok: false }> & { readonly coalesced?: boolean };

/**
 * The error that a caller meets for a failed beat, with what CLS said where it said something. A beat for which
 * the rate has no room says what the rate is, in the fields of the IETF's draft-ietf-httpapi-ratelimit-headers.
 */
export function toBeatError(failed: Failed, ratePerSecond: number): RelayError {
  const { failure, attempts, coalesced = false } = failed;
  if (failure.kind === "refused") {
    const { code, detail, retryAfterMs } = failure;
    return new RelayError(code, { detail, headers: comeBack(code, retryAfterMs, ratePerSecond) });
  }
  const code = toErrorCode(failure);
  const options: RelayErrorOptions = {
    ...(failure.kind === "rejected" && { upstream: failure.upstream }),
    headers: comeBack(code, failed.retryAfterMs, ratePerSecond),
    ...(attempts === 0 &&
      !coalesced && {
        detail: "There was no time left to send the heartbeat; it was not sent.",
      }),
    cause: failure,
  };
  return new RelayError(code, options);
}

/** When to come back, where that is known; the rate as well, where it is what was used up. */
function comeBack(
  code: ErrorCode,
  retryAfterMs: number | undefined,
  ratePerSecond: number,
): Record<string, string> {
  if (retryAfterMs === undefined && code !== "throttled") return {};
  // Whole seconds, rounded up, and at least one: sooner there is nothing to be had.
  const seconds = Math.max(1, Math.ceil((retryAfterMs ?? 0) / 1000));
  const quota = code === "throttled" ? rateLimitHeaders(ratePerSecond, seconds) : {};
  return { "Retry-After": `${seconds}`, ...quota };
}

/** The upstream's quota, which all callers share, and when there may be some of it again. */
function rateLimitHeaders(ratePerSecond: number, seconds: number): Record<string, string> {
  return {
    "RateLimit-Policy": `"cls";q=${ratePerSecond};w=1`,
    RateLimit: `"cls";r=0;t=${seconds}`,
  };
}
