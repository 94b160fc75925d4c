import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { planRetry } from "../../../lib/relay/retry-policy.ts";
import type { Failure } from "../../../lib/tencent/failure.ts";

const code = fc.oneof(
  fc.constantFrom("InternalError", "ServiceUnavailable.X", "RequestLimitExceeded.X", "AuthFailure"),
  fc.constantFrom("AuthFailure.SignatureExpire", "InvalidParameter", "constructor", ".", ""),
  fc.string({ maxLength: 20 }),
);
const failure: fc.Arbitrary<Failure> = fc.oneof(
  fc.constantFrom<Failure>({ kind: "timeout" }, { kind: "malformed" }),
  fc.record({ kind: fc.constant("unreachable" as const), reason: fc.string() }),
  fc.record({ kind: fc.constant("malformed" as const), httpStatus: fc.integer({ max: 999 }) }),
  code.map((code): Failure => {
    return { kind: "rejected", upstream: { code, message: "", requestId: "" } };
  }),
);
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const epochMs = fc.integer({ min: 0, max: 2 ** 42 });
const leftMs = fc.integer({ min: -100, max: 5000 });

const situation = fc.record({ failure, attempt: fc.integer({ min: 1, max: 4 }), leftMs, epochMs });

test("a retry is planned for the first attempt only, and leaves 250 ms before the deadline", () => {
  fc.assert(
    fc.property(situation, chance, ({ failure, ...options }, drawn) => {
      const plan = planRetry(failure, { ...options, random: () => drawn });
      if (plan === undefined) return;
      expect(options.attempt).toBe(1);
      expect(plan.delayMs).toBeGreaterThanOrEqual(0);
      expect(plan.delayMs + 250).toBeLessThanOrEqual(options.leftMs);
    }),
  );
});

test("more time left never takes a retry away, nor changes it", () => {
  fc.assert(
    fc.property(situation, chance, fc.nat(10_000), ({ failure, ...options }, drawn, moreMs) => {
      const random = () => drawn;
      const plan = planRetry(failure, { ...options, random });
      if (plan === undefined) return;
      const later = planRetry(failure, { ...options, leftMs: options.leftMs + moreMs, random });
      expect(later).toEqual(plan);
    }),
  );
});

test("a throttled attempt comes back in the first quarter of the very next second", () => {
  const throttled: Failure = {
    kind: "rejected",
    upstream: { code: "RequestLimitExceeded", message: "", requestId: "" },
  };
  fc.assert(
    fc.property(epochMs, chance, (epochMs, drawn) => {
      const options = { attempt: 1, leftMs: 3000, epochMs, random: () => drawn };
      const backMs = epochMs + (planRetry(throttled, options)?.delayMs ?? Number.NaN);
      expect(Math.floor(backMs / 1000)).toBe(Math.floor(epochMs / 1000) + 1);
      expect(backMs % 1000).toBeLessThanOrEqual(250);
    }),
  );
});
