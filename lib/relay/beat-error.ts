import { RelayError, type RelayErrorOptions } from "../heartbeat/relay-error.ts";
import type { Claimed } from "../ledger/claim.ts";
import type { Denial } from "../ledger/ledger.ts";
import type { BeatReport } from "./send-beat.ts";
import { toErrorCode } from "../tencent/failure.ts";

type Failed = Extract<BeatReport, { ok: false }>;

/**
 * The error that a caller meets for a failed beat, with what CLS said where it said something. A beat for which
 * the rate has no room says what the rate is, in the fields of the IETF's draft-ietf-httpapi-ratelimit-headers.
 */
export function toBeatError(
  { failure, attempts, ...failed }: Failed,
  ratePerSecond: number,
): RelayError {
  if (failure.kind === "refused") return toRefusal(failure.denial, ratePerSecond);
  const code = toErrorCode(failure);
  const options: RelayErrorOptions = {
    ...(failure.kind === "rejected" && { upstream: failure.upstream }),
    ...(code === "throttled" && { headers: rateHeaders(failed.retryAfterMs ?? 0, ratePerSecond) }),
    ...(attempts === 0 && {
      detail: "There was no time left to send the heartbeat; it was not sent.",
    }),
    cause: failure,
  };
  return new RelayError(code, options);
}

function toRefusal(denial: Denial, ratePerSecond: number): RelayError {
  switch (denial.reason) {
    case "claimed":
      return toClaimedError(denial, "this heartbeat was not sent");
    // The schedule stops, and tells nobody.
    case "left":
    case "unproven":
    case "superseded":
      return new RelayError("superseded");
    case "no-room": {
      const detail =
        "The rate of the relay's credentials has no room for this heartbeat; it was not sent.";
      const headers = rateHeaders(denial.retryAfterMs, ratePerSecond);
      return new RelayError("throttled", { detail, headers });
    }
    case "key-limit": {
      const detail = "The key has used up its ratePerSecond; the heartbeat was not sent.";
      return new RelayError("throttled", { detail, headers: retryAfter(denial.retryAfterMs) });
    }
    case "overloaded": {
      const { held, carries } = denial.fill;
      const detail = `${ratePerSecond} heartbeats a second carry ${carries} consumers, and ${held} hold a lease. They keep it; this one gets in when there is room. Raise the rate, use a second SecretId, or give the groups longer leases.`;
      return new RelayError("overloaded", { detail, headers: retryAfter(denial.retryAfterMs) });
    }
  }
}

/** @param refused what was not done therefore */
export function toClaimedError({ untilMs, holder }: Claimed, refused: string): RelayError {
  const claimedUntil = new Date(untilMs).toISOString();
  const by =
    holder.instance === undefined ? "another key" : `the instance ${hidden(holder.instance)}`;
  const detail = `The lease is held by ${by} until ${claimedUntil}; ${refused}. The same X-Instance-Id takes over at once.`;
  return new RelayError("consumer-claimed", { detail, fields: { claimedUntil, holder: by } });
}

/** Enough of a name for who knows it. */
function hidden(name: string): string {
  return `${Array.from(name)
    .slice(0, name.length > 8 ? 4 : 1)
    .join("")}…`;
}

function retryAfter(ms: number): Record<string, string> {
  return { "Retry-After": `${toWholeSeconds(ms)}` };
}

/** When to come back, and the quota of CLS, which all callers share. */
function rateHeaders(retryAfterMs: number, ratePerSecond: number): Record<string, string> {
  return {
    ...retryAfter(retryAfterMs),
    "RateLimit-Policy": `"cls";q=${ratePerSecond};w=1`,
    RateLimit: `"cls";r=0;t=${toWholeSeconds(retryAfterMs)}`,
  };
}

/** Rounded up, and at least one: sooner there is nothing to be had. */
function toWholeSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}
