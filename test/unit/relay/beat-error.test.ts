import { expect, test } from "@jest/globals";
import { toBeatError } from "../../../lib/relay/beat-error.ts";
import { errorTable } from "../../../lib/heartbeat/error-table.ts";
import type { Denial } from "../../../lib/ledger/ledger.ts";
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

test("a heartbeat that was never sent is reported as not sent", () => {
  const error = after(0, { kind: "timeout" });
  expect(error.code).toBe("deadline-exceeded");
  expect(error.detail).toContain("it was not sent");
});

const refused = (denial: Denial) => after(0, { kind: "refused", denial });

test("a beat for which the rate has no room says when to come back, and what the rate is", () => {
  const denial = { granted: false, reason: "no-room" } as const;
  expect(refused({ ...denial, retryAfterMs: 2001 })).toMatchObject({
    code: "throttled",
    detail: expect.stringContaining("has no room") as unknown,
    headers: {
      "Retry-After": "3",
      "RateLimit-Policy": '"cls";q=20;w=1',
      RateLimit: '"cls";r=0;t=3',
    },
  });
  expect(refused({ ...denial, retryAfterMs: 0 }).headers["Retry-After"]).toBe("1");
});

test("a key that has used up its own rate is not told the quota of CLS", () => {
  expect(refused({ granted: false, reason: "key-limit", retryAfterMs: 500 })).toMatchObject({
    code: "throttled",
    detail: expect.stringContaining("ratePerSecond") as unknown,
    headers: { "Retry-After": "1" },
  });
});

test("a consumer that the rate cannot carry is told how many hold a lease, what the rate carries and what to do", () => {
  const fill = { held: 641, carries: 640 };
  const error = refused({ granted: false, reason: "overloaded", retryAfterMs: 11_500, fill });
  expect(error).toMatchObject({ code: "overloaded", headers: { "Retry-After": "12" } });
  expect(error.detail).toMatch(/20 heartbeats a second carry 640 consumers, and 641 hold a lease/);
  expect(error.row).toMatchObject({ status: 429, retryable: true });
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

test("a heartbeat that a newer one replaced is not to be sent again", () => {
  const error = refused({ granted: false, reason: "superseded" });
  expect(error).toMatchObject({ code: "superseded", headers: {} });
  expect(error.row.retryable).toBe(false);
});
