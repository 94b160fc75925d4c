import { expect, test } from "@jest/globals";
import { toBeatError } from "../../lib/beat-error.ts";
import { errorTable } from "../../lib/error-table.ts";
import type { Failure } from "../../lib/tencent/failure.ts";

const after = (attempts: number, failure: Failure) =>
  toBeatError({ ok: false, failure, attempts, upstreamMs: 0 });

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
