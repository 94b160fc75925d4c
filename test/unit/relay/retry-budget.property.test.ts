import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { createRetryBudget } from "../../../lib/relay/retry-budget.ts";

const steps = fc.array(fc.constantFrom("call", "call", "retry"), {
  size: "large",
  maxLength: 500,
});

test("never more retries than ten and a tenth of the calls, and never a bucket out of bounds", () => {
  fc.assert(
    fc.property(steps, (steps) => {
      const budget = createRetryBudget();
      let calls = 0;
      let retries = 0;
      const states = steps.map((step) => {
        if (step === "call") {
          budget.called();
          calls += 1;
        } else retries += Number(budget.take(true));
        return { left: budget.left, over: retries - 10 - calls / 10 };
      });
      expect(Math.max(...states.map(({ over }) => over))).toBeLessThanOrEqual(0);
      expect(Math.min(...states.map(({ left }) => left))).toBeGreaterThanOrEqual(0);
      expect(Math.max(...states.map(({ left }) => left))).toBeLessThanOrEqual(10);
    }),
  );
});

test("a retry is refused exactly when less than one is left", () => {
  fc.assert(
    fc.property(steps, (steps) => {
      const budget = createRetryBudget();
      const wrong = steps.filter((step) => {
        const enough = budget.left >= 1;
        if (step === "retry") return budget.take(true) !== enough;
        budget.called();
        return false;
      });
      expect(wrong).toEqual([]);
    }),
  );
});

test("when every call fails, retries are ten more than a tenth of the calls, however many", () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 20_000 }), (calls) => {
      const budget = createRetryBudget();
      // The first call finds the bucket full and earns nothing; the bucket is never full again.
      budget.called();
      let retries = Number(budget.take(true));
      for (let count = 1; count < calls; count += 1) {
        budget.called();
        retries += Number(budget.take(true));
      }
      expect(retries).toBe(Math.floor(10 + (calls - 1) / 10));
    }),
    { numRuns: 20 },
  );
});
