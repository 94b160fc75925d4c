import { describe, expect, test } from "@jest/globals";
import { createShares } from "../../../lib/ledger/shares.ts";
import { createHandClock } from "../../support/hand-clock.ts";

function setUp(held: Readonly<Record<string, number>> = {}) {
  const clock = createHandClock();
  const shares = createShares({ clock, ratePerSecond: 20, heldBy: (key) => held[key] ?? 0 });
  const order = (...keys: string[]) =>
    shares.order(keys.map((key) => ({ key }))).map(({ key }) => key);
  return { clock, shares, order };
}

describe("the order of the shares", () => {
  test("of one key alone is the order in which they stand", () => {
    const { shares } = setUp();
    const entries = [
      { key: "a", place: 1 },
      { key: "a", place: 0 },
    ];
    expect(shares.order(entries)).toBe(entries);
  });

  test("takes turns between keys that hold as much", () => {
    expect(setUp().order("a", "a", "a", "b", "b")).toEqual(["a", "b", "a", "b", "a"]);
  });

  test("gives a key that renews more leases more turns", () => {
    const { order } = setUp({ a: 37 });
    expect(order("b", "b", "b", "a", "a", "a", "a").slice(0, 5)).toEqual(["b", "a", "a", "a", "b"]);
  });

  test("puts a key behind that has used up its share, for a second at most", () => {
    const { clock, shares, order } = setUp();
    expect(order("a", "b")).toEqual(["a", "b"]);
    for (let call = 0; call < 40; call += 1) shares.spend({ name: "a" });
    expect(order("a", "b")).toEqual(["b", "a"]);
    clock.advance(1999);
    expect(order("a", "b")).toEqual(["b", "a"]);
    clock.advance(1);
    expect(order("a", "b")).toEqual(["a", "b"]);
  });
});

describe("the limit of a key", () => {
  test("does not exist where none is set", () => {
    expect(setUp().shares.limitOf({ name: "a" })).toBeUndefined();
  });

  test("is one purse of credits for all its beats, and a new one when it is changed", () => {
    const { shares } = setUp();
    const key = { name: "a", ratePerSecond: 2 };
    const limit = shares.limitOf(key);
    limit?.take();
    expect(shares.limitOf({ ...key })?.free(0)).toBe(1);
    expect(shares.limitOf({ ...key, name: "b" })?.free(0)).toBe(2);
    expect(shares.limitOf({ ...key, ratePerSecond: 5 })?.free(0)).toBe(5);
  });
});
