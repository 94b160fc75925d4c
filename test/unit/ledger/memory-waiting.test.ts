import { describe, expect, test } from "@jest/globals";
import { entry, setUpMemoryLedger as setUp, settle, settled } from "../../support/ledger.ts";

describe("who waits", () => {
  test("is one timer, however many they are", async () => {
    const { clock, take } = setUp();
    settle(await take("a"));
    for (const consumer of ["b", "c", "d"]) void take(consumer);
    expect(clock.pending()).toBe(1);
  });

  test("gets a credit that is free in the last moment of its patience", async () => {
    const { clock, take } = setUp();
    settle(await take("a"));
    const waits = take("b", { maxWaitMs: 1000 });
    expect(await settled(waits)).toBeUndefined();
    clock.advance(1000);
    expect(await settled(waits)).toMatchObject({ granted: true });
  });

  test("gets none, though one is free, after the last moment at which it is of use", async () => {
    const { clock, ledger } = setUp();
    clock.advance(1000);
    const take = (latestUsefulMs: number) =>
      ledger.enter(entry("a")).take({ maxWaitMs: 5000, latestUsefulMs });
    expect(await settled(take(999))).toMatchObject({ granted: false, reason: "no-room" });
    expect(await settled(take(1000))).toMatchObject({ granted: true });
  });

  test("goes on waiting when the same body comes again, or any of another consumer", async () => {
    const { take } = setUp();
    settle(await take("a"));
    const waits = take("b");
    for (const [consumer, body] of [
      ["b", "body"],
      ["c", "other"],
    ] as const)
      void take(consumer, { body });
    expect(await settled(waits)).toBeUndefined();
  });

  test("and was answered is remembered no longer than others", async () => {
    const { clock, ledger, take } = setUp();
    settle(await take("a"), "answered");
    clock.advance(500);
    for (let count = 0; count < 10_000; count += 1) ledger.enter(entry(`c${count}`));
    const after = take("b");
    clock.advance(200);
    const again = take("a");
    clock.advance(300);
    expect(await settled(after)).toMatchObject({ granted: true });
    expect(await settled(again)).toBeUndefined();
  });
});

test("who is refused comes back a slot of the rate after the one before", async () => {
  const { take } = setUp({ ratePerSecond: 4 });
  for (const consumer of ["a", "b", "c", "d"]) settle(await take(consumer));
  const refused = ["e", "f", "g"].map((consumer) => take(consumer, { maxWaitMs: 0 }));
  expect(await Promise.all(refused)).toMatchObject(
    [1000, 1250, 1500].map((retryAfterMs) => ({ retryAfterMs })),
  );
});

test("a call that was not accepted gets no lease", async () => {
  const { ledger, take } = setUp({ ratePerSecond: 2 });
  settle(await take("a"), "answered");
  expect(ledger.fill(40_000).held).toBe(0);
  settle(await take("b"), "renewed");
  expect(ledger.fill(40_000).held).toBe(1);
});

test("a key that used its share lately goes behind another one", async () => {
  const { clock, take, renew } = setUp();
  const other = { key: { name: "other" } };
  await renew("a", other);
  settle(await take("b"));
  const own = take("c");
  const others = take("d", other);
  clock.advance(1000);
  expect(await settled(others)).toMatchObject({ granted: true });
  expect(await settled(own)).toBeUndefined();
});
