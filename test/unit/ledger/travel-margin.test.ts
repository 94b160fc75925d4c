import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { ratePerSecondWithin } from "../../../lib/ledger/travel-margin.ts";

test.each([
  { perSecond: 20, travelSpreadMs: 60, rate: 20 / 1.06 },
  { perSecond: 5, travelSpreadMs: 250, rate: 4 },
  { perSecond: 20, travelSpreadMs: 0, rate: 20 },
])("$perSecond a second with $travelSpreadMs ms of spread leave room for $rate", (row) => {
  expect(ratePerSecondWithin(row)).toBeCloseTo(row.rate, 12);
});

test("at that rate no second at the other end sees more than the quota, however each call travels", () => {
  const aTravel = fc.constantFrom(20, 80);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.array(aTravel, { minLength: 60, maxLength: 120 }),
      fc.nat(999),
      (perSecond, travelsMs, phaseMs) => {
        const spacingMs = 1000 / ratePerSecondWithin({ perSecond, travelSpreadMs: 60 });
        const perArrivalSecond = new Map<number, number>();
        travelsMs.forEach((travelMs, index) => {
          // A billionth of a second more, for the last digit of a product.
          const second = Math.floor((phaseMs + index * (spacingMs + 1e-6) + travelMs) / 1000);
          perArrivalSecond.set(second, (perArrivalSecond.get(second) ?? 0) + 1);
        });
        expect(Math.max(...perArrivalSecond.values())).toBeLessThanOrEqual(perSecond);
      },
    ),
  );
});
