import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Clock, sleep } from "../../../../lib/base/clock.ts";
import { createExactLimiter } from "../../../../lib/ledger/exact/exact-limiter.ts";
import type { RateLimiter } from "../../../../lib/ledger/even-limiter.ts";
import type { SharedCounter } from "../../../../lib/ledger/exact/shared-counter.ts";
import { createVirtualClock } from "../../../support/virtual-clock.ts";

const nobody: RateLimiter = {
  acquire: () => Promise.resolve({ granted: false, retryAfterMs: 0 }),
  backlog: 0,
  load: () => 0,
};

/** Counts at once and tells it after that long: over 100 ms what it counted is lost. */
function slowCounter(clock: Clock, travelMs: readonly number[]): SharedCounter {
  const totals = new Map<number, number>();
  let calls = 0;
  return {
    async add(second, count) {
      const total = (totals.get(second) ?? 0) + count;
      totals.set(second, total);
      await sleep(clock, travelMs[calls++ % travelMs.length] ?? 0);
      return { ok: true, total };
    },
  };
}

const requests = fc.array(
  fc.record({
    sandbox: fc.nat(4),
    atMs: fc.nat(3000),
    maxWaitMs: fc.nat(1200),
    leaseInMs: fc.nat(9000),
    usefulForMs: fc.integer({ min: 1, max: 2000 }),
  }),
  { maxLength: 60 },
);

test("no second ever gets more than the quota, nobody waits too long, and nothing is left behind", async () => {
  const quotas = fc.integer({ min: 1, max: 9 });
  const travels = fc.array(fc.nat(140), { minLength: 1, maxLength: 20 });
  const skews = fc.array(fc.integer({ min: -10, max: 10 }), { minLength: 5, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(requests, quotas, travels, skews, async (asked, quota, travelMs, skewsMs) => {
      const clock = createVirtualClock();
      const counter = slowCounter(clock, travelMs);
      const sandboxes = skewsMs.map((skewMs) =>
        createExactLimiter({
          clock: { ...clock, epochMs: () => clock.epochMs() + skewMs },
          random: () => 0.5,
          counter,
          quota,
          partPerSecond: quota / skewsMs.length,
          fallback: nobody,
          onFallback: () => undefined,
          onFailure: () => undefined,
        }),
      );
      const arrivals = new Map<string, number>();
      const faults: string[] = [];
      let settled = 0;
      for (const { sandbox, atMs, maxWaitMs, leaseInMs, usefulForMs } of asked) {
        const leaseEndsMs = atMs + leaseInMs;
        const request = { leaseEndsMs, maxWaitMs, latestUsefulMs: atMs + usefulForMs };
        clock.after(atMs, () => {
          void sandboxes[sandbox]?.acquire(request).then(({ granted }) => {
            settled += 1;
            const tookMs = clock.nowMs() - atMs;
            // It may be asked about its second and, where that ends meanwhile, about the next one.
            if (tookMs > maxWaitMs + 200) faults.push(`waited ${tookMs} of ${maxWaitMs} ms`);
            if (granted && tookMs > usefulForMs) faults.push(`granted ${tookMs} ms later`);
            if (!granted) return;
            for (const travel of ["10", "80"]) {
              const key = `${travel} ${Math.floor((clock.epochMs() + Number(travel)) / 1000)}`;
              arrivals.set(key, (arrivals.get(key) ?? 0) + 1);
            }
          });
        });
      }
      await clock.run(6000);
      expect(faults).toEqual([]);
      expect(settled).toBe(asked.length);
      expect(Math.max(0, ...arrivals.values())).toBeLessThanOrEqual(quota);
      for (const { backlog } of sandboxes) expect(backlog).toBe(0);
    }),
    { numRuns: 60 },
  );
});
