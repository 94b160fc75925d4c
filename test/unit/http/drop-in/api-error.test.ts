import { expect, test } from "@jest/globals";
import { ApiError } from "../../../../lib/http/drop-in/api-error.ts";

test("an error tells every fault in one sentence, and counts as a wrong heartbeat", () => {
  const faults = [
    { path: "Consumer", message: "is missing" },
    { path: "", message: "The body is odd" },
  ];
  const error = new ApiError("MissingParameter", faults);
  expect(error.detail).toBe("Consumer is missing; The body is odd.");
  expect([error.code, error.faults]).toEqual(["invalid-heartbeat", faults]);
});

test("of many faults twenty are told", () => {
  const faults = Array.from({ length: 30 }, (_, index) => ({
    path: `f${index}`,
    message: "is odd",
  }));
  const { detail } = new ApiError("InvalidParameter", faults);
  expect(detail.split("; ")).toHaveLength(20);
  expect(detail).toMatch(/f19 is odd\.$/);
});
