import { describe, expect, test } from "@jest/globals";
import { ageOf, createRoster, isNewerBody, keeps } from "../../../../lib/ledger/table/roster.ts";
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
