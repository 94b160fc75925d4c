import { describe, expect, test } from "@jest/globals";
import {
  entry,
  hasty,
  patient,
  setUpMemoryLedger as setUp,
  settle,
  settled,
  turn,
} from "../../support/ledger.ts";

describe("a credit", () => {
  test("that is free is granted at once, also to a caller that cannot wait", async () => {
    const { clock, take } = setUp();
    expect(await take("a", { maxWaitMs: 0 })).toMatchObject({ granted: true });
    expect(clock.pending()).toBe(0);
  });

  test("is waited for until a second after the answer", async () => {
    const { clock, take } = setUp();
    const first = await take("a");
    const second = take("b");
    clock.advance(100);
    settle(first);
    clock.advance(999);
    expect(await settled(second)).toBeUndefined();
    clock.advance(1);
    expect(await settled(second)).toMatchObject({ granted: true });
    expect(clock.pending()).toBe(0);
  });

  test("that cannot come in time is refused as soon as that is known, with a time to come back", async () => {
    const { clock, take } = setUp();
    settle(await take("a"));
    expect(await settled(take("b", { maxWaitMs: 999 }))).toEqual({
      granted: false,
      reason: "no-room",
      retryAfterMs: 1000,
    });
    // The second one that is sent away comes after the first.
    expect(await settled(take("c", { maxWaitMs: 999 }))).toMatchObject({ retryAfterMs: 2000 });
    expect(clock.pending()).toBe(0);
  });

  test("is not granted when it would be of no use any more", async () => {
    const { clock, ledger, take } = setUp();
    settle(await take("a"));
    const waits = ledger.enter(entry("b")).take({ maxWaitMs: 5000, latestUsefulMs: 900 });
    clock.advance(1000);
    expect(await settled(waits)).toMatchObject({ granted: false, reason: "no-room" });
  });

  test("of a call that was given up is held for a second more", async () => {
    const { clock, take } = setUp();
    settle(await take("a"), "given-up");
    const next = take("b");
    clock.advance(1999);
    expect(await settled(next)).toBeUndefined();
    clock.advance(1);
    expect(await settled(next)).toMatchObject({ granted: true });
  });

  test("a rate that is not whole is rounded down, but to no less than one", async () => {
    const { take } = setUp({ ratePerSecond: 0.5 });
    expect(await take("a")).toMatchObject({ granted: true });
    expect(await take("b", { maxWaitMs: 0 })).toMatchObject({ granted: false });
  });

  test("only so many wait: who is further behind is refused at once", async () => {
    const { take } = setUp({ mostWaiting: 1 });
    settle(await take("a"));
    const first = take("b");
    expect(await settled(take("c"))).toMatchObject({ granted: false });
    expect(await settled(first)).toBeUndefined();
  });
});

describe("the order of those who wait", () => {
  test("is that of the ends of their leases", async () => {
    const { clock, take, renew } = setUp();
    await renew("old");
    await renew("new");
    settle(await take("other"));
    const granted: string[] = [];
    const wait = (consumer: string) =>
      void take(consumer).then((grant) => {
        granted.push(consumer);
        settle(grant);
      });
    for (const consumer of ["joins", "new", "old"]) wait(consumer);
    for (let second = 0; second < 4; second += 1) {
      clock.advance(1000);
      await turn();
    }
    expect(granted).toEqual(["joins", "old", "new"]);
  });

  test("an identical beat of one that has just been renewed is no longer urgent", async () => {
    const { clock, take, renew } = setUp();
    await renew("twice");
    await renew("once");
    const first = await take("twice");
    const again = take("twice");
    const other = take("once");
    settle(first);
    clock.advance(1000);
    expect(await settled(other)).toMatchObject({ granted: true });
    expect(await settled(again)).toBeUndefined();
  });

  test("each key gets its share first", async () => {
    const { clock, take } = setUp({ ratePerSecond: 2 });
    for (const consumer of ["first", "second"]) settle(await take(consumer));
    const flood = Array.from({ length: 5 }, (_, index) => take(`flood-${index}`));
    const other = take("other", { key: { name: "other" } });
    clock.advance(1000);
    await turn();
    expect(await settled(other)).toMatchObject({ granted: true });
    expect((await Promise.all(flood.map(settled))).filter((grant) => grant)).toHaveLength(1);
  });
});

describe("of one consumer", () => {
  test("a newer body waits until the older call has ended", async () => {
    const { clock, take } = setUp({ ratePerSecond: 5 });
    const older = await take("a", { body: "older" });
    const newer = take("a", { body: "newer" });
    clock.advance(2000);
    expect(await settled(newer)).toBeUndefined();
    settle(older, "answered");
    expect(await settled(newer)).toMatchObject({ granted: true });
  });

  test("one that waits for the older call is refused when its own patience ends", async () => {
    const { clock, take } = setUp({ ratePerSecond: 5 });
    await take("a", { body: "older" });
    const newer = take("a", { body: "newer", maxWaitMs: 2000 });
    clock.advance(2000);
    expect(await settled(newer)).toMatchObject({ granted: false, reason: "no-room" });
    expect(clock.pending()).toBe(0);
  });

  test("an older body that waits makes way for a newer one", async () => {
    const { clock, take } = setUp();
    settle(await take("other"));
    const older = take("a", { body: "older" });
    const newer = take("a", { body: "newer" });
    expect(await settled(older)).toEqual({ granted: false, reason: "superseded" });
    clock.advance(1000);
    expect(await settled(newer)).toMatchObject({ granted: true });
  });

  test("an older body gets no second call after a newer one has come", async () => {
    const { ledger } = setUp({ ratePerSecond: 5 });
    const older = ledger.enter(entry("a", { body: "older" }));
    settle(await older.take(hasty), "answered");
    ledger.enter(entry("a", { body: "newer" }));
    expect(await older.take(hasty)).toEqual({ granted: false, reason: "superseded" });
  });

  test("an older body that waits makes way also where the lease has ended meanwhile", async () => {
    const { clock, ledger, take } = setUp({ ratePerSecond: 2 });
    settle(await take("a"));
    clock.advance(39_900);
    const others = [await take("b"), await take("c")];
    const older = take("a", { body: "older" });
    clock.advance(300);
    // The next answer to anybody sees that the lease has ended.
    ledger.nextBeatInMs(40_000);
    const newer = take("a", { body: "newer" });
    expect(await settled(older)).toEqual({ granted: false, reason: "superseded" });
    for (const other of others) settle(other, "answered");
    clock.advance(1000);
    expect(await settled(newer)).toMatchObject({ granted: true });
  });

  test("an older body gets no second call also where the lease has ended between them", async () => {
    const { clock, ledger, take } = setUp({ ratePerSecond: 4 });
    settle(await take("a"));
    clock.advance(39_900);
    const older = ledger.enter(entry("a", { body: "older" }));
    settle(await older.take(patient), "answered");
    clock.advance(500);
    ledger.nextBeatInMs(40_000);
    settle(await take("a", { body: "newer" }));
    clock.advance(500);
    expect(await older.take(patient)).toEqual({ granted: false, reason: "superseded" });
  });

  test("a newer body waits for the older call also when ten thousand others have come", async () => {
    const { ledger, take } = setUp({ ratePerSecond: 20 });
    const older = await take("a", { body: "older" });
    for (let count = 0; count <= 10_000; count += 1) ledger.enter(entry(`c${count}`));
    const newer = take("a", { body: "newer" });
    expect(await settled(newer)).toBeUndefined();
    settle(older);
    expect(await settled(newer)).toMatchObject({ granted: true });
  });

  test("an older body that waits makes way also when ten thousand others have come", async () => {
    const { ledger, take } = setUp();
    settle(await take("other"));
    const older = take("a", { body: "older" });
    for (let count = 0; count <= 10_000; count += 1) ledger.enter(entry(`c${count}`));
    void take("a", { body: "newer" });
    expect(await settled(older)).toEqual({ granted: false, reason: "superseded" });
  });
});
