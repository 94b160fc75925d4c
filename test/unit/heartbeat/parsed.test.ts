import { expect, test } from "@jest/globals";
import { RelayError } from "../../../lib/heartbeat/relay-error.ts";
import { requireParsed } from "../../../lib/heartbeat/faults.ts";

test("gives what was read", () => {
  expect(requireParsed({ ok: true, value: "read" })).toBe("read");
});

test("throws every fault", () => {
  const faults = [
    { path: "consumer", message: "is missing" },
    { path: "topics", message: "is missing" },
  ];
  expect(() => requireParsed({ ok: false, faults })).toThrow(new RelayError("invalid-heartbeat"));
  expect(() => requireParsed({ ok: false, faults })).toThrow(
    expect.objectContaining({ code: "invalid-heartbeat", faults }),
  );
});
