import { describe, expect, test } from "@jest/globals";
import {
  busyUntilMs,
  creditFreeBy,
  creditText,
  emptySlots,
  heldBy,
  leaseName,
  leastPerSecond,
  readSlots,
  refusedName,
  tagsBefore,
  toBucket,
} from "../../../../lib/ledger/table/slots.ts";

const nowMs = Date.UTC(2026, 0, 1);
const nowBucket = toBucket(nowMs);
const lease = (tag: string, endBucket: number, leaseMs = 40_000) =>
  leaseName({ tag, leaseMs, endBucket });

describe("a credit is a text", () => {
  test("that is read as it was written, at a whole millisecond that is not earlier", () => {
    const item = {
      c0: creditText({ freeMs: nowMs + 0.2, tag: "k1", before: [] }),
      c1: creditText({ freeMs: nowMs, tag: "", before: ["", "_k2"] }),
    };
    expect(readSlots(item, 3, nowMs).credits).toEqual([
      { freeMs: nowMs + 1, tag: "k1", before: [] },
      { freeMs: nowMs, tag: "", before: ["", "_k2"] },
      { freeMs: 0, tag: "", before: [] },
    ]);
  });

  test("that the condition tells free from not free", () => {
    const text = creditText({ freeMs: nowMs, tag: "zzzzz", before: ["_z"] });
    expect(text <= creditFreeBy(nowMs)).toBe(true);
    expect(text <= creditFreeBy(nowMs + 0.9)).toBe(true);
    expect(text <= creditFreeBy(nowMs - 0.1)).toBe(false);
  });

  test("of which an item has as many as the rate, whatever else stands in it", () => {
    const item = { c0: "5.a", c1: "6.b", c2: "7.c" };
    expect(readSlots(item, 2, nowMs).credits).toHaveLength(2);
    expect(emptySlots(3).credits).toEqual(Array(3).fill({ freeMs: 0, tag: "", before: [] }));
  });
});

test("a credit that cannot be read is free", () => {
  expect(readSlots({ c0: "?.k" }, 1, nowMs).credits).toEqual([{ freeMs: 0, tag: "k", before: [] }]);
});

test("leases of an hour have few ends, and count until the last of each has ended", () => {
  const leaseMs = 3_600_000;
  const minutes = Array.from({ length: 60 }, (_, minute) => nowMs + leaseMs - 60_000 * minute);
  const names = minutes.map((endMs) =>
    leaseName({ tag: "k", leaseMs, endBucket: toBucket(endMs, leaseMs) }),
  );
  expect(new Set(names).size).toBeLessThanOrEqual(9);
  const [last = ""] = names;
  const heldAt = (atMs: number) => heldBy(readSlots({ [last]: 1 }, 1, atMs));
  expect([heldAt(nowMs + leaseMs - 1), heldAt(nowMs + leaseMs + 450_001)]).toEqual([1, 0]);
  expect(readSlots({ [last]: 1 }, 1, nowMs + leaseMs + 480_001).past).toEqual([last]);
});

describe("of a key with a limit", () => {
  const turnMs = 1100;
  const running = { freeMs: nowMs + 300, tag: "_k", before: [] };
  const ahead = { freeMs: nowMs + turnMs + 200, tag: "a", before: ["_k", "_k"] };
  const farAhead = { freeMs: nowMs + 2 * turnMs + 100, tag: "_k", before: ["", "_k"] };
  const slots = { ...emptySlots(0), credits: [running, ahead, farAhead] };

  test("a call counts for a turn, also where others are booked behind it", () => {
    const untilMs = [nowMs + 300, nowMs + 200, nowMs + 2 * turnMs + 100];
    expect(busyUntilMs(slots, "_k", nowMs)).toEqual(untilMs);
    expect(busyUntilMs(slots, "_k", nowMs + 200)).toEqual([untilMs[0], untilMs[2]]);
    expect(busyUntilMs(slots, "_k", nowMs + 3 * turnMs)).toEqual([]);
  });

  test("it is remembered as long as that, and others are not", () => {
    expect(slots.credits.map((credit) => tagsBefore(credit, nowMs))).toEqual([
      ["_k"],
      ["", "_k"],
      ["_k", "", "_k"],
    ]);
    expect(tagsBefore(farAhead, nowMs + 100)).toEqual(["_k", ""]);
    expect(tagsBefore(undefined, nowMs)).toEqual([]);
  });
});

describe("leases", () => {
  const item = {
    [lease("a", nowBucket)]: 3,
    [lease("a", nowBucket + 4)]: 10,
    [lease("b", nowBucket + 2, 20_000)]: 5,
    [lease("a", nowBucket - 1)]: 100,
    t: nowMs + 7,
    c0: "0.",
  };
  const slots = readSlots(item, 1, nowMs);

  test("are counted while they run, of one key or of all", () => {
    expect([heldBy(slots), heldBy(slots, "a"), heldBy(slots, "c")]).toEqual([18, 13, 0]);
  });

  test("ask for a call each in their length", () => {
    expect(leastPerSecond(slots)).toBe(13 / 40 + 5 / 20);
  });

  test("that ended long ago are told to be removed, and those that have just ended are not", () => {
    const old = { [lease("a", nowBucket - 4)]: 1, [lease("a", nowBucket - 3)]: 1 };
    expect(readSlots(old, 1, nowMs).past).toEqual([lease("a", nowBucket - 4)]);
  });

  test("that ended are removed at most twenty at a time", () => {
    const names = Array.from({ length: 30 }, (_, index) => lease(`k${index}`, nowBucket - 10));
    const many = Object.fromEntries(names.map((name) => [name, 1]));
    expect(readSlots(many, 1, nowMs).past).toEqual(names.slice(0, 20));
  });
});

test("refusals are those of the present period, and old ones are removed", () => {
  const old = refusedName(nowMs - 60_000);
  const item = { [refusedName(nowMs)]: 4, [refusedName(nowMs - 10_000)]: 9, [old]: 2 };
  const slots = readSlots(item, 1, nowMs);
  expect([slots.refused, slots.past, heldBy(slots)]).toEqual([4, [old], 0]);
});

test("a stamp is the time that was last written", () => {
  expect([readSlots({ t: 12 }, 1, nowMs).stampMs, emptySlots(1).stampMs]).toEqual([12, 0]);
});
