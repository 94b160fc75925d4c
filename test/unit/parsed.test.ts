import { expect, test } from "@jest/globals";
import { RelayError } from "../../lib/errors.ts";
import { requireHeartbeat } from "../../lib/parsed.ts";

test("gives what was read", () => {
  expect(requireHeartbeat({ ok: true, value: "read" })).toBe("read");
});

test("throws every fault", () => {
  const faults = [
    { path: "consumer", message: "is missing" },
    { path: "topics", message: "is missing" },
  ];
  expect(() => requireHeartbeat({ ok: false, faults })).toThrow(
    new RelayError("invalid-heartbeat"),
  );
  expect(() => requireHeartbeat({ ok: false, faults })).toThrow(
    expect.objectContaining({ code: "invalid-heartbeat", faults }),
  );
});
