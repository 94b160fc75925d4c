import { expect, test } from "@jest/globals";
import { toBeatError } from "../../../lib/relay/beat-error.ts";
import { errorTable } from "../../../lib/heartbeat/error-table.ts";
import type { BeatReport } from "../../../lib/relay/send-beat.ts";

type Failure = Extract<BeatReport, { ok: false }>["failure"];

const after = (attempts: number, failure: Failure) =>
  toBeatError({ ok: false, failure, attempts, upstreamMs: 0 }, 20);

test("a refusal keeps what CLS said", () => {
  const upstream = { code: "ResourceNotFound.TopicNotExist", message: "no topic", requestId: "r" };
  const failure: Failure = { kind: "rejected", upstream };
  const error = after(1, failure);
  expect(error.code).toBe("heartbeat-rejected");
  expect(error.upstream).toEqual(upstream);
  expect(error.cause).toBe(failure);
});

test.each<[Failure, keyof typeof errorTable]>([
  [{ kind: "malformed", httpStatus: 503 }, "upstream-malformed"],
  [{ kind: "malformed" }, "upstream-malformed"],
  [{ kind: "unreachable", reason: "" }, "upstream-unreachable"],
  [{ kind: "timeout" }, "deadline-exceeded"],
])("%j says nothing of CLS: it did not answer", (failure, code) => {
  const error = after(1, failure);
  expect(error.code).toBe(code);
  expect(error.detail).toBe(errorTable[code].detail);
  expect(error.upstream).toBeUndefined();
  expect(error.cause).toBe(failure);
});

test("a heartbeat that was never sent is not said to be in doubt", () => {
  const error = after(0, { kind: "timeout" });
  expect(error.code).toBe("deadline-exceeded");
  expect(error.detail).toContain("it was not sent");
});

test("a beat for which the rate has no room says when to come back, and what the rate is", () => {
  const refusal = { kind: "refused", code: "throttled", detail: "no room" } as const;
  expect(after(0, { ...refusal, retryAfterMs: 2001 })).toMatchObject({
    code: "throttled",
    detail: "no room",
    headers: {
      "Retry-After": "3",
      "RateLimit-Policy": '"cls";q=20;w=1',
      RateLimit: '"cls";r=0;t=3',
    },
  });
  expect(after(0, { ...refusal, retryAfterMs: 0 }).headers["Retry-After"]).toBe("1");
});

test("a throttle of CLS's own says the same", () => {
  const upstream = { code: "RequestLimitExceeded", message: "", requestId: "r" };
  const { headers } = after(2, { kind: "rejected", upstream });
  const policy = { "RateLimit-Policy": '"cls";q=20;w=1' };
  expect(headers).toEqual({ ...policy, "Retry-After": "1", RateLimit: '"cls";r=0;t=1' });
  const failure = { kind: "rejected", upstream } as const;
  const report = { ok: false, failure, attempts: 2, upstreamMs: 0, retryAfterMs: 2500 } as const;
  expect(toBeatError(report, 20).headers).toEqual({
    ...policy,
    "Retry-After": "3",
    RateLimit: '"cls";r=0;t=3',
  });
});

test("a heartbeat that waited for another's call is in doubt", () => {
  const failure = { kind: "timeout" } as const;
  const report = { ok: false, failure, attempts: 0, upstreamMs: 0, coalesced: true } as const;
  expect(toBeatError(report, 20).detail).toBe(errorTable["deadline-exceeded"].detail);
});

test("a heartbeat that a newer one replaced is not to be sent again", () => {
  const error = after(0, { kind: "refused", code: "superseded", detail: "a newer one came" });
  expect(error).toMatchObject({ code: "superseded", detail: "a newer one came", headers: {} });
  expect(error.row.retryable).toBe(false);
});

test("a breaker that is open says so without a word of the rate", () => {
  const detail = "CLS has not been answering";
  const open = { kind: "refused", code: "upstream-unavailable", detail } as const;
  expect(after(0, { ...open, retryAfterMs: 1500 })).toMatchObject({
    code: "upstream-unavailable",
    headers: { "Retry-After": "2" },
  });
});
