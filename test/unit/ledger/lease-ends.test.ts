import { describe, expect, test } from "@jest/globals";
import { momentOf } from "../../../lib/base/clock.ts";
import { createLeases } from "../../../lib/ledger/leases.ts";
import { createHandClock } from "../../support/hand-clock.ts";
import { entry } from "../../support/ledger.ts";

function setUp({ ratePerSecond = 20, mostWithout = 10_000 } = {}) {
  const clock = createHandClock();
  const leases = createLeases({ clock, ratePerSecond, mostWithout });
  const find = (name: string) => leases.find(entry(name));
  const renew = (name: string) => {
    leases.renewed(find(name), entry(name), momentOf(clock));
  };
  const rank = (name: string) => leases.rankMs(find(name), 40_000);
  return { clock, leases, find, renew, rank };
}

describe("a lease", () => {
  test("that is new counts at once, and one that has ended a quarter of a second more at the most", () => {
    const { clock, leases, renew } = setUp({ ratePerSecond: 1 });
    const held = () => leases.fill(40_000).held;
    renew("first");
    expect([held(), leases.cadenceMs(40_000)]).toEqual([1, 18_000]);
    for (let index = 1; index < 32; index += 1) renew(`c${index}`);
    expect([held(), leases.hasRoomFor(40_000)]).toEqual([32, false]);
    clock.advance(39_900);
    expect(held()).toBe(32);
    clock.advance(249);
    expect(held()).toBe(32);
    clock.advance(1);
    expect([held(), leases.hasRoomFor(40_000)]).toEqual([0, true]);
  });

  test.each([
    ["renewed at its time", 10_000, 1],
    ["renewed too early", 9999, 0],
    ["that was lost and won again", 41_000, 0],
  ])("%s, after %d ms, counts for its key as %d", (_which, agoMs, kept) => {
    const { clock, leases, renew } = setUp();
    clock.advance(20_000);
    renew("a");
    clock.advance(agoMs);
    renew("a");
    expect(leases.heldBy("key")).toBe(kept);
  });

  test("is seen at once in how far apart beats are to be", () => {
    const { leases, renew } = setUp();
    for (let index = 0; index < 400; index += 1) renew(`c${index}`);
    expect(leases.cadenceMs(40_000)).toBe(25_000);
  });
});

describe("one without a lease", () => {
  test("is forgotten for none that holds one", () => {
    const { find, renew } = setUp({ mostWithout: 2 });
    const first = find("first");
    renew("holds");
    for (const name of ["holds", "second"]) find(name);
    expect(find("first")).toBe(first);
  });

  test.each([
    [39_999, 20_000],
    [40_000, 60_000],
  ])("that tries again after %d ms is to get in by %d", (passedMs, rankMs) => {
    const { clock, rank } = setUp();
    rank("joins");
    clock.advance(passedMs);
    expect(rank("joins")).toBe(rankMs);
  });
});

describe("a lease of the process before", () => {
  const restored = (leftMs: number) => {
    const { clock, leases, ...more } = setUp();
    const lease = { consumer: "a", endsEpochMs: clock.epochMs() + leftMs, lengthMs: 40_000 };
    const count = leases.restore([{ ...lease, key: "key", isKept: true }]);
    return { clock, leases, count, ...more };
  };

  test("is counted alone, whatever is held besides", () => {
    const { clock, leases, renew } = setUp();
    renew("a");
    const [lease] = leases.leases();
    clock.advance(1000);
    expect(leases.restore(lease ? [{ ...lease, consumer: "b" }] : [])).toBe(1);
  });

  test("ends by the wall clock also where the monotonic one stands still", () => {
    const { clock, leases, find } = restored(30_000);
    clock.setWallForward(29_999);
    expect(leases.holds(find("a"))).toBe(true);
    clock.setWallForward(1);
    expect(leases.holds(find("a"))).toBe(false);
  });

  test("that has ended meanwhile leaves one that joins from its end on", () => {
    const { clock, rank } = restored(10_000);
    clock.advance(11_000);
    expect(rank("a")).toBe(30_000);
  });
});
