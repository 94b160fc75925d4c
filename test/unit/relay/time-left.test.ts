import { expect, test } from "@jest/globals";
import { beatTimeLeftMs, invocationIdOf, remainingTimeMs } from "../../../lib/relay/relay.ts";

test.each([
  ["the relay's deadline", 3000, 10_000, 8000, 3000],
  ["the caller's wait", 3000, 10_000, 1000, 1000],
  ["the host's remaining time less a margin", 3000, 1250, 2000, 1000],
])("the least counts: %s", (_name, deadlineMs, remainingMs, waitMs, timeLeftMs) => {
  expect(beatTimeLeftMs(deadlineMs, remainingMs, waitMs)).toBe(timeLeftMs);
});

test("without a wait from the caller it is the deadline", () => {
  expect(beatTimeLeftMs(3000, Infinity)).toBe(3000);
});

test("a caller that does not want to wait has no time left", () => {
  expect(beatTimeLeftMs(3000, 10_000, 0)).toBe(0);
});

test("a host about to stop has no time left", () => {
  expect(beatTimeLeftMs(3000, 249)).toBeLessThanOrEqual(0);
});

test("the remaining time is what the host says", () => {
  expect(remainingTimeMs({ getRemainingTimeInMillis: () => 1234 })).toBe(1234);
});

test("a host that does not say sets no limit", () => {
  expect(remainingTimeMs({})).toBe(Infinity);
});

test("a host that says only how long a function may run has that left at its start, as SCF does", () => {
  expect(remainingTimeMs({ time_limit_in_ms: 3000 })).toBe(3000);
});

test("the id of an invocation is found under the name that its host has for it", () => {
  expect(invocationIdOf({ awsRequestId: "a" })).toBe("a");
  expect(invocationIdOf({ request_id: "b" })).toBe("b");
  expect(invocationIdOf({})).toBeUndefined();
});
