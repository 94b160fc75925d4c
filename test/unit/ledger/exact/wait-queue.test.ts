import { describe, expect, test } from "@jest/globals";
import { createLine, type Waiter } from "../../../../lib/ledger/exact/wait-queue.ts";
import type { Slot } from "../../../../lib/ledger/even-limiter.ts";

type Place = Partial<Pick<Waiter, "leaseEndsMs" | "latestMs" | "latestUsefulMs">>;

/** A line for two a second, from which those sent away come back once a second. */
function setUp(random = 0) {
  const line = createLine({ random: () => random, quota: 2, returnsPerSecond: 1 });
  const settled: (Slot & { readonly name: string })[] = [];
  const add = (name: string, place: Place = {}) => {
    const waiter: Waiter = {
      leaseEndsMs: Infinity,
      latestMs: 1000,
      latestUsefulMs: Infinity,
      arrivedMs: 0,
      settle: (slot) => settled.push({ name, ...slot }),
      passOn: () => undefined,
      ...place,
    };
    line.add(waiter);
    return waiter;
  };
  const refused = () => settled.map(({ name }) => name);
  return { line, add, settled, refused };
}

test("whose lease ends soonest is the next", () => {
  const { line, add } = setUp();
  const [late, soon] = [add("late", { leaseEndsMs: 9 }), add("soon", { leaseEndsMs: 3 })];
  expect([line.next(), line.next(), line.next()]).toEqual([soon, late, undefined]);
});

test("who leaves is gone, and so is everybody once it is cleared", () => {
  const { line, add } = setUp();
  const [a, b, c] = [add("a"), add("b"), add("c")];
  line.remove(b);
  expect([line.has(a), line.has(b), line.length]).toEqual([true, false, 2]);
  expect(line.clear()).toEqual([a, c]);
  expect(line.length).toBe(0);
});

describe("sent away is", () => {
  test("who may not wait until the second opens, and no other", () => {
    const { line, add, refused } = setUp();
    add("patient", { latestMs: 100 });
    add("hasty", { latestMs: 99 });
    line.refuseHopeless({ nowMs: 50, opensInMs: 50 });
    expect([refused(), line.length]).toEqual([["hasty"], 1]);
  });

  test("who stands behind all that the second can take, and may not wait for the next one", () => {
    const { line, add, refused } = setUp();
    for (const name of ["a", "b"]) add(name, { latestMs: 100 });
    add("c", { latestMs: 1099 });
    add("d", { latestMs: 1100 });
    line.refuseHopeless({ nowMs: 50, opensInMs: 50 });
    expect([refused(), line.length]).toEqual([["c"], 3]);
  });

  test("nobody for the time that asking took, while the second was open on arrival", () => {
    const { line, add, refused } = setUp();
    add("a", { latestMs: 10 });
    line.refuseHopeless({ nowMs: 60, opensInMs: -50 });
    expect(refused()).toEqual([]);
  });

  test("who is worth nothing by now", () => {
    const { line, add, refused } = setUp();
    add("a", { latestUsefulMs: 59 });
    add("b", { latestUsefulMs: 60 });
    line.refuseHopeless({ nowMs: 60, opensInMs: -50 });
    expect(refused()).toEqual(["a"]);
  });
});

describe("those sent away come back", () => {
  const hopeless = { nowMs: 0, opensInMs: 500 };

  test("each at a time of its own, behind those who wait", () => {
    const { line, add, settled } = setUp();
    add("waits", { latestMs: 500 });
    for (const name of ["a", "b"]) add(name, { latestMs: 1 });
    line.refuseHopeless(hopeless);
    expect(settled).toEqual([
      { name: "a", granted: false, retryAfterMs: 1500 },
      { name: "b", granted: false, retryAfterMs: 2500 },
    ]);
  });

  test("not before there is a slot, however soon the lease ends", () => {
    const { line, add, settled } = setUp();
    add("a", { latestMs: 1, leaseEndsMs: 10 });
    line.refuseHopeless(hopeless);
    expect(settled).toMatchObject([{ retryAfterMs: 500 }]);
  });

  test("from an open second at once at the earliest", () => {
    const { line, add, settled } = setUp();
    add("a", { latestUsefulMs: -1 });
    line.refuseHopeless({ nowMs: 0, opensInMs: -300 });
    expect(settled).toMatchObject([{ retryAfterMs: 0 }]);
  });
});
