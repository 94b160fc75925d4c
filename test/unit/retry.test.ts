import { expect, test } from "@jest/globals";
import { retryDelayMs } from "../../lib/retry.ts";
import type { Failure } from "../../lib/tencent/failure.ts";

test("a connection that failed gets one more try, at once", () => {
  expect(retryDelayMs({ kind: "unreachable", reason: "" }, 1)).toBe(0);
  expect(retryDelayMs({ kind: "unreachable", reason: "" }, 2)).toBeUndefined();
});

const upstream = { code: "RequestLimitExceeded", message: "", requestId: "" };

test.each<Failure>([
  { kind: "rejected", upstream },
  { kind: "malformed", httpStatus: 502 },
  { kind: "malformed" },
  { kind: "timeout" },
])("never tries again after %j", (failure) => {
  expect(retryDelayMs(failure, 1)).toBeUndefined();
});
