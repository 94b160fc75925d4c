import { expect, test } from "@jest/globals";
import { nearestApiCodes, toApiCode } from "../../../../lib/http/drop-in/api-codes.ts";
import { ApiError } from "../../../../lib/http/drop-in/api-error.ts";
import { errorTable } from "../../../../lib/heartbeat/error-table.ts";
import { RelayError } from "../../../../lib/heartbeat/relay-error.ts";
import { documentedCodes } from "../../../support/tencent-codes.ts";

test.each(Object.entries(nearestApiCodes))(
  "%s is told as %s, which Tencent documents",
  (_ours, theirs) => {
    expect(documentedCodes).toContain(theirs);
  },
);

test("only what another call may fix has a code that Tencent's consumers repeat at once", () => {
  for (const [code, { retryable }] of Object.entries(errorTable)) {
    const isRepeated = Object.entries(nearestApiCodes).some(
      ([ours, theirs]) => ours === code && theirs === "InternalError",
    );
    if (isRepeated) expect(retryable).toBe(true);
  }
});

test("what CLS said goes before the nearest code", () => {
  const upstream = { code: "Brand.New", message: "no", requestId: "r" };
  expect(toApiCode(new RelayError("upstream-failed", { upstream }))).toBe("Brand.New");
  expect(toApiCode(new RelayError("upstream-failed"))).toBe("InternalError");
});

test("a fault of the request keeps the code that was found for it", () => {
  expect(toApiCode(new ApiError("NoSuchVersion", []))).toBe("NoSuchVersion");
});
