import { describe, expect, test } from "@jest/globals";
import { ageOf, createRoster, isNewerBody, keeps } from "../../../../lib/ledger/table/roster.ts";
import type { Sight } from "../../../../lib/ledger/sight.ts";
import { entry } from "../../../support/ledger.ts";
import { createTestStore } from "../../../support/table-store.ts";

const { signal } = new AbortController();
const beat = (enteredMs: number, body = "body") => ({
  entry: entry("group/consumer", { body }),
  version: { body, enteredMs },
  tag: "k",
});
const lease = { sentMs: 5000, leaseMs: 40_000, tag: "k" };

describe("the table knows of a consumer", () => {
  test("nothing before its first beat", async () => {
    expect(await createRoster(createTestStore()).find("group/consumer", signal)).toBeUndefined();
  });

  test("a body before its first lease", async () => {
    const roster = createRoster(createTestStore());
    expect(await roster.enter(beat(1), signal)).toBe(true);
    expect(await roster.find("group/consumer", signal)).toEqual({
      body: "body",
      enteredMs: 1,
      sentMs: 0,
      leaseMs: 0,
      tag: "",
    });
  });

  test("its lease, until an hour after that has ended, by a name that nobody can read", async () => {
    const store = createTestStore();
    const roster = createRoster(store);
    await roster.renew(beat(1), { ...lease, sentMs: 5001 }, signal);
    const member = { body: "body", enteredMs: 1, ...lease, sentMs: 5001 };
    expect(await roster.find("group/consumer", signal)).toEqual(member);
    const [[key = "", item] = []] = store.items;
    expect(item).toEqual({ ...member, expiresAt: 3646 });
    expect(key).toMatch(/^c\.[\w-]{43}$/);
  });
});

test("an older body is not entered, and its renewal not noted", async () => {
  const roster = createRoster(createTestStore());
  await roster.enter(beat(2, "newer"), signal);
  expect(await roster.enter(beat(1, "older"), signal)).toBe(false);
  await roster.renew(beat(1, "older"), lease, signal);
  expect(await roster.find("group/consumer", signal)).toMatchObject({ body: "newer", sentMs: 0 });
});

test("a body is newer where it is another one and came later", () => {
  const older = { body: "a", enteredMs: 1 };
  expect(isNewerBody({ body: "b", enteredMs: 2 }, older)).toBe(true);
  expect(isNewerBody({ body: "a", enteredMs: 2 }, older)).toBe(false);
  expect(isNewerBody({ body: "b", enteredMs: 1 }, older)).toBe(false);
});

describe("a lease", () => {
  const member = { body: "b", enteredMs: 0, ...lease };

  test("has an age while it runs", () => {
    expect([4000, 5000, 44_999, 45_000].map((nowMs) => ageOf(member, nowMs))).toEqual([
      ...[0, 0, 39_999],
      undefined,
    ]);
    expect(ageOf(undefined, 0)).toBeUndefined();
  });

  test("is kept once it was renewed after a quarter of its length, and from then on", () => {
    const fresh = { ...member, tag: "" };
    expect([14_999, 15_000].map((nowMs) => keeps(fresh, 40_000, nowMs))).toEqual([false, true]);
    expect(keeps(member, 40_000, 5001)).toBe(true);
    expect(keeps(member, 40_000, 45_000)).toBe(false);
    expect(keeps(undefined, 40_000, 0)).toBe(false);
  });
});

describe("what is seen of a consumer", () => {
  const sight: Sight = {
    logsetId: "6f6ded3f-948c-4616-9c7c-956a95d8c1a3",
    consumerGroup: "orders",
    consumer: "orders-1",
    alias: "orders-1",
    key: "orders-api",
    leaseMs: 40_000,
    cadenceMs: 18_000,
    joinedMs: 1_798_000_000_000,
    renewedMs: 1_798_000_018_000,
    takenMs: 1_798_000_018_040,
    partitions: new Map([["8c1a36f6-9c7c-4616-948c-ded3f956a95d", [1, 2, 3, 4]]]),
    changesMs: Array.from({ length: 10 }, (_, index) => 1_798_000_000_000 + index * 1000),
    attempt: { atMs: 1_798_000_018_000, outcome: "renewed", upstreamCode: "InternalError" },
    holder: { key: "orders-api", instance: "host-7/orders", atMs: 1_798_000_018_000 },
    rival: { key: "orders-api", instance: "host-8/orders", atMs: 1_798_000_009_000 },
    reports: {
      last: { report: "a+/b", atMs: 1_798_000_018_000 },
      other: { report: "cdef", atMs: 1_798_000_009_000 },
      turns: 2,
    },
    contestedMs: 1_798_000_018_040,
    leftMs: 1_798_000_019_000,
    provenMs: 1_798_000_018_500,
    failedMs: 1_798_000_018_700,
  };
  const known = beat(sight.attempt.atMs);

  test("comes back from the table as it was, with all that may be absent and without", async () => {
    const { logsetId, consumerGroup, consumer, key, leaseMs, cadenceMs, partitions } = sight;
    const needed = { logsetId, consumerGroup, consumer, key, leaseMs, cadenceMs, partitions };
    const bare = { ...needed, changesMs: [], attempt: { atMs: 1_798_000_020_000, outcome: "x" } };
    const roster = createRoster(createTestStore());
    let before: Sight | undefined;
    const first = { last: { report: "abcd", atMs: 5 }, turns: 0 };
    const others = [bare, { ...sight, holder: { key: "k", atMs: 5 }, reports: first }];
    for (const one of [sight, ...others]) {
      await roster.see(known, { before, sight: one }, signal);
      expect(await roster.sights(signal)).toEqual([one]);
      before = one;
    }
  });

  test("is one item of less than a kilobyte, the price of one write", async () => {
    const store = createTestStore();
    await createRoster(store).renew(known, { ...lease, sighting: { sight } }, signal);
    const [[key = "", item = {}] = []] = store.items;
    const sizes = Object.entries(item).map(
      ([name, value]) => name.length + (typeof value === "number" ? 9 : Buffer.byteLength(value)),
    );
    const rate = "rate".length + 43;
    const size = rate + "item".length + key.length + sizes.reduce((sum, one) => sum + one, 0);
    expect(size).toBeLessThan(1024);
  });

  test("is read as nothing where the table has something else", async () => {
    const store = createTestStore();
    const roster = createRoster(store);
    await roster.see(known, { sight }, signal);
    const [[key = "", item = {}] = []] = store.items;
    for (const partitions of ["{", "[]", '{"t":1}']) {
      store.items.set(key, { ...item, partitions });
      expect((await roster.sights(signal))[0]?.partitions).toEqual(new Map());
    }
    const foreign = { takenMs: "?", renewedMs: 1e300, changes: "zzzzzzzzzzzzz _", leftMs: -1 };
    store.items.set(key, { ...item, ...foreign, partitions: '{"t":[1,"2",null]}' });
    expect(await roster.sights(signal)).toMatchObject([
      { changesMs: [], partitions: new Map([["t", [1]]]) },
    ]);
    const [read] = await roster.sights(signal);
    expect([read?.takenMs, read?.renewedMs, read?.leftMs]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    for (const name of ["seenLeaseMs", "cadenceMs", "triedMs"]) {
      const { [name]: _, ...without } = item;
      for (const one of [without, { ...item, [name]: "?" }, { ...item, [name]: 1e300 }]) {
        store.items.set(key, one);
        expect(await roster.sights(signal)).toEqual([]);
      }
    }
  });
});
