import { expect, test } from "@jest/globals";
import { errorTable } from "../../../lib/heartbeat/error-table.ts";
import { RelayError, toRelayError } from "../../../lib/heartbeat/relay-error.ts";

test("an error that says nothing of its own has its row's words", () => {
  const error = new RelayError("not-found");
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({
    name: "RelayError",
    message: "not-found",
    code: "not-found",
    detail: errorTable["not-found"].detail,
    faults: [],
    headers: {},
    row: errorTable["not-found"],
  });
  expect(error.upstream).toBeUndefined();
  expect(error.cause).toBeUndefined();
});

test("an error keeps all that it was given", () => {
  const given = {
    detail: "This key works on hook URLs only.",
    faults: [{ path: "consumer", message: "is missing" }],
    upstream: { code: "InternalError", message: "m", requestId: "r" },
    headers: { Allow: "POST" },
    cause: "why",
  };
  expect(new RelayError("forbidden", given)).toMatchObject(given);
});

test("what is an error of the relay stays what it is", () => {
  const error = new RelayError("throttled");
  expect(toRelayError(error)).toBe(error);
});

test.each([[new TypeError("x")], ["text"], [undefined], [null], [{ code: "throttled" }]])(
  "%j thrown is a fault of ours, with what was thrown as its cause",
  (thrown) => {
    const error = toRelayError(thrown);
    expect(error.code).toBe("internal-error");
    expect(error.cause).toBe(thrown);
    expect(error.detail).toBe(errorTable["internal-error"].detail);
  },
);
