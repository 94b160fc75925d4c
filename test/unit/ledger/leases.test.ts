import { describe, expect, test } from "@jest/globals";
import { momentOf } from "../../../lib/base/clock.ts";
import { createLeases } from "../../../lib/ledger/leases.ts";
import { createHandClock } from "../../support/hand-clock.ts";
import { entry } from "../../support/ledger.ts";

function setUp(ratePerSecond = 20, mostWithout?: number) {
  const clock = createHandClock();
  const leases = createLeases({ clock, ratePerSecond, ...(mostWithout && { mostWithout }) });
  const renew = (name: string, more = {}) => {
    const beat = entry(name, more);
    leases.renewed(leases.find(beat), beat, momentOf(clock));
  };
  const rank = (name: string) => leases.rankMs(leases.find(entry(name)), 40_000);
  return { clock, leases, renew, rank };
}

describe("who needs a call first", () => {
  test("is the one whose lease ends soonest", () => {
    const { clock, renew, rank } = setUp();
    renew("a");
    clock.advance(1000);
    renew("b");
    expect([rank("a"), rank("b")]).toEqual([40_000, 41_000]);
  });

  test("one that joins comes between those on time and those late, and is more urgent with every second", () => {
    const { clock, renew, rank } = setUp();
    renew("on time");
    clock.advance(18_000);
    expect(rank("joins")).toBe(38_000);
    expect(rank("joins")).toBeLessThan(rank("on time"));
    clock.advance(10_000);
    expect(rank("joins")).toBe(38_000);
  });

  test("one that lost its lease joins anew from then on", () => {
    const { clock, renew, rank } = setUp();
    renew("a");
    clock.advance(45_000);
    expect(rank("a")).toBe(60_000);
  });

  test("a consumer that did not try for a whole lease is forgotten, whether or not it holds one", () => {
    const { clock, renew, rank } = setUp();
    rank("joins");
    renew("lost");
    clock.advance(100_000);
    expect([rank("joins"), rank("lost")]).toEqual([120_000, 120_000]);
  });

  test("of those without a lease only so many are remembered, and none with one is forgotten for them", () => {
    const { clock, renew, rank } = setUp(20, 2);
    renew("holds");
    for (const name of ["first", "second", "third"]) rank(name);
    clock.advance(1000);
    expect(["holds", "third", "second", "first"].map(rank)).toEqual([
      40_000, 20_000, 20_000, 21_000,
    ]);
  });
});

describe("when to beat next", () => {
  test("is a little under half of the lease, and up to a third earlier where there is room", () => {
    const { leases } = setUp();
    expect(leases.nextBeatInMs(40_000, 0)).toBe(18_000);
    expect(leases.nextBeatInMs(40_000, 0.999)).toBeGreaterThan(12_500);
    expect(leases.nextBeatInMs(20_000, 0)).toBe(9000);
  });

  test("is later when the leases that are held ask for more than the rate, but never too late", () => {
    const { clock, leases, renew } = setUp();
    for (let index = 0; index < 400; index += 1) renew(`c${index}`);
    clock.advance(300);
    // 400 in 25 s are 16 a second, 0.8 of the rate.
    expect(leases.nextBeatInMs(40_000, 0)).toBe(25_000);
    expect(leases.nextBeatInMs(40_000, 1)).toBe(24_250);
    for (let index = 400; index < 800; index += 1) renew(`c${index}`);
    clock.advance(300);
    expect(leases.nextBeatInMs(40_000, 0)).toBe(34_000);
    clock.advance(40_000);
    expect(leases.nextBeatInMs(40_000, 0)).toBe(18_000);
  });

  test("groups with leases of different lengths are stretched alike", () => {
    const { clock, leases, renew } = setUp();
    for (let index = 0; index < 200; index += 1) renew(`c${index}`);
    for (let index = 0; index < 100; index += 1) renew(`short${index}`, { leaseMs: 20_000 });
    clock.advance(300);
    // Each once in its lease is 10 a second; at 0.45 of it 22.2, which is 1.39 times 16.
    expect(leases.nextBeatInMs(40_000, 0)).toBe(25_000);
    expect(leases.nextBeatInMs(20_000, 0)).toBe(12_500);
  });
});

describe("what the rate carries", () => {
  test("is full when the leases alone, each renewed once in its length, ask for 0.8 of it", () => {
    const { clock, leases, renew } = setUp(1);
    for (let index = 0; index < 31; index += 1) renew(`c${index}`);
    clock.advance(300);
    expect(leases.hasRoomFor(40_000)).toBe(true);
    renew("c31");
    clock.advance(300);
    expect(leases.hasRoomFor(40_000)).toBe(false);
    expect(leases.fill(40_000)).toEqual({ held: 32, carries: 32 });
  });

  test.each([
    [1, 3000, 2],
    [7, 9000, 50],
    [20, 3000, 48],
  ])("is a whole number: of %i a second, leases of %i ms are %i", (rate, leaseMs, carries) => {
    const { clock, leases, renew } = setUp(rate);
    const held = () => leases.fill(leaseMs).held;
    while (leases.hasRoomFor(leaseMs) && held() <= carries) {
      renew(`c${held()}`, { leaseMs });
      clock.advance(1);
    }
    expect(leases.fill(leaseMs)).toEqual({ held: carries, carries });
  });

  test("leases are counted by the key whose beats keep them, those of one beat or of hasty ones not", () => {
    const { clock, leases, renew } = setUp();
    const names = ["once", "hasty", "kept", "moved"];
    for (const name of names) renew(name, { key: { name: "one" } });
    clock.advance(9999);
    renew("hasty", { key: { name: "one" } });
    clock.advance(1);
    for (const name of ["kept", "moved"]) renew(name, { key: { name: "one" } });
    renew("moved", { key: { name: "two" } });
    clock.advance(300);
    expect([leases.heldBy("one"), leases.heldBy("two")]).toEqual([1, 1]);
  });

  test("one whose lease has ended is known as before, and as one of those without a lease", () => {
    const { clock, leases, renew } = setUp(20, 1);
    renew("a");
    const consumer = leases.find(entry("a"));
    clock.advance(41_000);
    expect(leases.fill(40_000).held).toBe(0);
    expect(leases.find(entry("a"))).toBe(consumer);
    leases.find(entry("b"));
    expect(leases.find(entry("a"))).not.toBe(consumer);
  });

  test.each([{ isCalling: true }, { waiting: 1 }])(
    "one with %o is not forgotten for others, and those after it are",
    (state) => {
      const { leases } = setUp(20, 2);
      const busy = Object.assign(leases.find(entry("busy")), state);
      const idle = leases.find(entry("idle"));
      for (let count = 0; count < 5; count += 1) leases.find(entry(`c${count}`));
      expect(leases.find(entry("busy"))).toBe(busy);
      expect(leases.find(entry("idle"))).not.toBe(idle);
    },
  );

  test("one that came last is forgotten last, however early it came first", () => {
    const { leases } = setUp(20, 2);
    const again = leases.find(entry("again"));
    for (const name of ["once", "again", "new"]) leases.find(entry(name));
    expect(leases.find(entry("again"))).toBe(again);
  });

  test("one with a call under way is not forgotten while its lease ends", () => {
    const { clock, leases, renew } = setUp();
    renew("a");
    const consumer = leases.find(entry("a"));
    consumer.isCalling = true;
    clock.advance(41_000);
    leases.hasRoomFor(40_000);
    expect(leases.find(entry("a"))).toBe(consumer);
  });
});

test("leases that ended while the process was frozen and its monotonic clock stood still keep nobody out", () => {
  const { clock, leases, renew } = setUp(1);
  for (let index = 0; index < 40; index += 1) renew(`c${index}`);
  clock.advance(100);
  expect([leases.hasRoomFor(40_000), leases.heldBy("k"), leases.fill(40_000).held]).toMatchObject([
    false,
    0,
    40,
  ]);
  clock.setWallForward(41_000);
  expect(leases.holds(leases.find(entry("c0")))).toBe(false);
  expect([leases.hasRoomFor(40_000), leases.fill(40_000).held]).toEqual([true, 0]);
});

test("a wall clock that is set back makes no lease longer", () => {
  const { clock, leases, renew } = setUp();
  renew("a");
  clock.setWallForward(-3_600_000);
  clock.advance(39_999);
  expect(leases.holds(leases.find(entry("a")))).toBe(true);
  clock.advance(1);
  expect(leases.holds(leases.find(entry("a")))).toBe(false);
});
