import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { errorTable } from "../../../lib/heartbeat/error-table.ts";
import { toErrorCode, toFailure } from "../../../lib/tencent/failure.ts";

const fields = fc.record(
  {
    code: fc.oneof(fc.string(), fc.constantFrom("__proto__", "AuthFailure"), fc.anything()),
    httpCode: fc.oneof(fc.nat(999), fc.anything()),
    traceId: fc.anything(),
    requestId: fc.anything(),
    message: fc.oneof(fc.string(), fc.anything()),
  },
  { requiredKeys: [] },
);
const thrown = fc.oneof(
  fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withSparseArray: true }),
  fields,
  fields.map((own) => Object.assign(new Error("thrown"), own)),
);

test("anything thrown becomes a failure that has a row in the error table", () => {
  fc.assert(
    fc.property(thrown, fc.boolean(), (value, deadlinePassed) => {
      const failure = toFailure(value, deadlinePassed);
      expect(["rejected", "malformed", "unreachable", "timeout"]).toContain(failure.kind);
      expect(Object.keys(errorTable)).toContain(toErrorCode(failure));
    }),
    { numRuns: 500 },
  );
});
