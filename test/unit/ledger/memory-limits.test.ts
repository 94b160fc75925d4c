import { describe, expect, test } from "@jest/globals";
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

describe("a key with a rate of its own", () => {
  const key = { name: "limited", ratePerSecond: 1 };

  test("is told when that is used up, whatever room there is", async () => {
    const { clock, take } = setUp({ ratePerSecond: 20 });
    clock.advance(5000);
    settle(await take("a", { key }));
    clock.advance(100);
    const refusal = { granted: false, reason: "key-limit", retryAfterMs: 900 };
    expect(await take("b", { key })).toEqual(refusal);
    clock.advance(900);
    expect(await take("b", { key })).toMatchObject({ granted: true });
  });

  test("keeps to it as well with beats that all wait for the rate, and holds up nobody else", async () => {
    const { clock, take } = setUp({ ratePerSecond: 4 });
    const others = await Promise.all(["a", "b", "c", "d"].map((name) => take(name)));
    const limited = ["e", "f", "g"].map((name) => take(name, { key }));
    const other = take("h");
    for (const grant of others) settle(grant);
    const granted = async () => (await Promise.all(limited.map(settled))).filter(Boolean);
    clock.advance(1000);
    expect(await granted()).toHaveLength(1);
    expect(await settled(other)).toMatchObject({ granted: true });
    const [first] = await granted();
    settle(first);
    clock.advance(999);
    expect(await granted()).toHaveLength(1);
    clock.advance(1);
    expect(await granted()).toHaveLength(2);
  });

  test("has no more in any second, whenever they come", async () => {
    const { clock, take } = setUp({ ratePerSecond: 100 });
    const grantedMs: number[] = [];
    for (let beats = 0; beats < 300; beats += 1) {
      const grant = await take(`c${beats}`, { key: { ...key, ratePerSecond: 5 } });
      if (grant.granted) grantedMs.push(clock.nowMs());
      if (grant.granted) settle(grant, "answered");
      clock.advance(10);
    }
    const inSecond = grantedMs.map((atMs) =>
      grantedMs.filter((ms) => ms >= atMs && ms < atMs + 1000),
    );
    expect(Math.max(...inSecond.map(({ length }) => length))).toBe(5);
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

test("who waits to join is asked again whether the rate still carries it", async () => {
  const { take, renew } = setUp();
  for (let index = 0; index < 31; index += 1) await renew(`c${index}`);
  const [first, second] = [take("first"), take("second")];
  settle(await settled(first), "renewed");
  expect(await second).toMatchObject({ granted: false, reason: "overloaded" });
});

test("who is at its own limit is told as well that the rate carries nobody else: to come back soon would be of no use", async () => {
  const { take, renew } = setUp();
  const key = { name: "limited", ratePerSecond: 1 };
  for (let index = 0; index < 31; index += 1) await renew(`c${index}`);
  settle(await take("c31", { key }));
  expect(await take("joins", { key })).toMatchObject({ granted: false, reason: "overloaded" });
});
