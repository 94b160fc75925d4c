import { expect, test } from "@jest/globals";
import { setUpMemoryLedger as setUp, settle, settled } from "../../support/ledger.ts";

test("batches leave a quarter of the rate to others", async () => {
  const { clock, take } = setUp({ ratePerSecond: 4 });
  const batch = Array.from({ length: 5 }, (_, index) => take(`b${index}`, { isBulk: true }));
  for (const granting of batch.slice(0, 3)) settle(await settled(granting));
  expect(await settled(batch[3] ?? take(""))).toBeUndefined();
  expect(await take("alone", { maxWaitMs: 0 })).toMatchObject({ granted: true });
  clock.advance(1000);
  expect(await settled(batch[4] ?? take(""))).toMatchObject({ granted: true });
});

test("a key that has used up its own rate is told so, whatever room there is", async () => {
  const { clock, take } = setUp({ ratePerSecond: 20 });
  clock.advance(5000);
  const key = { name: "limited", ratePerSecond: 1 };
  settle(await take("a", { key }));
  settle(await take("b", { key }));
  expect(await take("c", { key })).toEqual({
    granted: false,
    reason: "key-limit",
    retryAfterMs: 1000,
  });
});

test("when the rate carries no more leases, those who hold one keep it and nobody else gets in", async () => {
  const { ledger, take, renew } = setUp();
  for (let index = 0; index < 32; index += 1) await renew(`c${index}`);
  expect(await take("joins")).toEqual({
    granted: false,
    reason: "overloaded",
    retryAfterMs: 10_000,
    fill: { held: 32, carries: 32 },
  });
  expect(await take("c0")).toMatchObject({ granted: true });
  expect(ledger.nextBeatInMs(40_000)).toBe(34_000);
});
