import { describe, expect, test } from "@jest/globals";
import { planRetry, type RetryOptions } from "../../../lib/relay/retry-policy.ts";
import type { Failure } from "../../../lib/tencent/failure.ts";

const unreachable: Failure = { kind: "unreachable", reason: "socket hang up" };
const answered = (httpStatus: number): Failure => ({ kind: "malformed", httpStatus });
const rejected = (code: string): Failure => ({
  kind: "rejected",
  upstream: { code, message: "", requestId: "" },
});

const second = Date.UTC(2026, 0, 1);
const almostOne = 1 - 2 ** -53;

function plan(failure: Failure, options: Partial<RetryOptions> = {}) {
  return planRetry(failure, {
    attempt: 1,
    leftMs: 3000,
    epochMs: second,
    random: () => 0.5,
    ...options,
  });
}

test("a connection that failed is tried again at once, on a fresh one", () => {
  expect(plan(unreachable)).toEqual({ delayMs: 0, freshConnection: true });
});

test("a request whose signature expired is signed and sent again at once, on the same connection", () => {
  expect(plan(rejected("AuthFailure.SignatureExpire"))).toEqual({
    delayMs: 0,
    freshConnection: false,
  });
});

describe.each<[string, Failure]>([
  ["InternalError", rejected("InternalError")],
  ["InternalError.ServerBusy", rejected("InternalError.ServerBusy")],
  ["ServiceUnavailable", rejected("ServiceUnavailable")],
  ["ServiceUnavailable.Anything", rejected("ServiceUnavailable.Anything")],
  ["a 500", answered(500)],
  ["a 503", answered(503)],
  ["a 599", answered(599)],
])("after %s", (_name, failure) => {
  test("the retry comes within 200 ms, by chance", () => {
    expect(plan(failure, { random: () => 0 })).toEqual({ delayMs: 0, freshConnection: false });
    expect(plan(failure)?.delayMs).toBe(100);
    expect(plan(failure, { random: () => almostOne })?.delayMs).toBeCloseTo(200, 9);
  });
});

describe.each([
  "RequestLimitExceeded",
  "RequestLimitExceeded.UinLimitExceeded",
  "RequestLimitExceeded.IPLimitExceeded",
])("after %s", (code) => {
  test.each([
    { intoMs: 0, random: 0, delayMs: 1000 },
    { intoMs: 1, random: 0, delayMs: 999 },
    { intoMs: 400, random: 0, delayMs: 600 },
    { intoMs: 400, random: 0.5, delayMs: 725 },
    { intoMs: 999, random: 0, delayMs: 1 },
    { intoMs: 999, random: almostOne, delayMs: 251 },
  ])("$intoMs ms into a second, with chance $random, it waits $delayMs ms", (row) => {
    const planned = plan(rejected(code), {
      epochMs: second + row.intoMs,
      random: () => row.random,
    });
    expect(planned?.delayMs).toBeCloseTo(row.delayMs, 9);
    expect(planned?.freshConnection).toBe(false);
  });
});

test.each<[string, Failure]>([
  ["our own deadline", { kind: "timeout" }],
  ["an answer that cannot be read", { kind: "malformed" }],
  ["a 302", answered(302)],
  ["a 404", answered(404)],
  ["a 499", answered(499)],
  ["a 600", answered(600)],
  ["a refused signature", rejected("AuthFailure.SignatureFailure")],
  ["a refused key", rejected("AuthFailure")],
  ["a deeper code", rejected("AuthFailure.SignatureExpire.Other")],
  ["a refused heartbeat", rejected("InvalidParameter")],
  ["an operation that failed", rejected("FailedOperation")],
  ["a quota", rejected("LimitExceeded")],
  ["a longer name", rejected("InternalErrorOfAnotherKind")],
  ["a code that nobody knows", rejected("Unheard.InternalError")],
  ["an empty code", rejected("")],
  ["the name of an inherited method", rejected("toString")],
])("does not try again after %s", (_name, failure) => {
  expect(plan(failure)).toBeUndefined();
});

describe.each<[string, Failure]>([
  ["a failed connection", unreachable],
  ["an expired signature", rejected("AuthFailure.SignatureExpire")],
  ["an internal error", rejected("InternalError")],
  ["a 502", answered(502)],
  ["a throttle", rejected("RequestLimitExceeded")],
])("after %s", (_name, failure) => {
  test.each([0, 2, 3])("attempt %d is not followed by another", (attempt) => {
    expect(plan(failure, { attempt })).toBeUndefined();
  });
});

test.each([
  { name: "a failed connection", failure: unreachable, leastLeftMs: 250 },
  { name: "an internal error", failure: rejected("InternalError"), leastLeftMs: 350 },
  { name: "a throttle", failure: rejected("RequestLimitExceeded"), leastLeftMs: 1375 },
])("after $name a retry needs $leastLeftMs ms before the deadline", ({ failure, leastLeftMs }) => {
  expect(plan(failure, { leftMs: leastLeftMs })).toBeDefined();
  expect(plan(failure, { leftMs: leastLeftMs - 1 })).toBeUndefined();
});

test("nothing is tried again past the deadline", () => {
  expect(plan(unreachable, { leftMs: 0 })).toBeUndefined();
  expect(plan(unreachable, { leftMs: -1000 })).toBeUndefined();
});
