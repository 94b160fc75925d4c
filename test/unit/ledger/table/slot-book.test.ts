import { describe, expect, test } from "@jest/globals";
import { createSharedTime } from "../../../../lib/ledger/table/shared-time.ts";
import { createSlotBook } from "../../../../lib/ledger/table/slot-book.ts";
import { heldBy } from "../../../../lib/ledger/table/slots.ts";
import type { Change } from "../../../../lib/ledger/table/store.ts";
import { createHandClock, type HandClock } from "../../../support/hand-clock.ts";
import { createTestStore, type TestStore } from "../../../support/table-store.ts";

const startMs = Date.UTC(2026, 0, 1);
const { signal } = new AbortController();
const race = () => ({ signal, lost: 0, busy: 0 });
const now = () => ({ horizonMs: 0, leaves: 0 });
const ahead = () => ({ horizonMs: 2000, leaves: 0 });

/** The book of one process; its choice falls on the first credit. */
function openBook(store: TestStore, clock: HandClock, credits = 2, random = () => 0) {
  const time = createSharedTime(clock);
  return { time, book: createSlotBook({ store, time, random, credits }) };
}

function setUp(credits?: number) {
  const clock = createHandClock(startMs);
  const store = createTestStore({ clock });
  const { time, book } = openBook(store, clock, credits);
  const item = () => store.items.get("slots") ?? {};
  const changes = () => store.asked.filter((one): one is Change => typeof one === "object");
  return { clock, store, time, book, item, changes };
}

describe("a credit", () => {
  test("is held from its start for a second and the margin, and is given when it is free again", async () => {
    const { clock, book, item } = setUp(1);
    const booking = await book.book("k", now, race());
    // The answer may take 10 ms, and the timer be late by as much.
    expect(booking).toMatchObject({ index: 0, startMs, latestMs: startMs + 20 });
    expect(item()["c0"]).toBe(`${startMs + 1110}.k`);
    clock.advance(1109);
    expect(await book.book("k", now, race())).toBeUndefined();
    clock.advance(1);
    expect(await book.book("k", now, race())).toMatchObject({ startMs: startMs + 1110 });
  });

  test("is held for longer where the table answers late", async () => {
    const { clock, store, book, item } = setUp();
    const change = store.change.bind(store);
    store.change = (...asked) => {
      clock.advance(40);
      return change(...asked);
    };
    await book.book("k", now, race());
    const booking = await book.book("k", now, race());
    expect(booking).toMatchObject({ startMs: startMs + 40, latestMs: startMs + 90 });
    expect(item()["c1"]).toBe(`${startMs + 1180}.k`);
  });

  test("that another process has taken is not taken, and another one is tried", async () => {
    const { clock, store, book, changes } = setUp();
    const other = openBook(store, clock).book;
    await other.book("o", now, race());
    expect(await book.book("k", now, race())).toMatchObject({ index: 1 });
    expect(changes()).toHaveLength(3);
    expect(await book.book("k", now, race())).toBeUndefined();
    expect(book.slots().credits.map(({ tag }) => tag)).toEqual(["o", "k"]);
  });

  test("is not asked for twice at once by one process", async () => {
    const { book, changes } = setUp();
    const bookings = await Promise.all([1, 2, 3].map(() => book.book("k", now, race())));
    expect(bookings.map((one) => one?.index)).toEqual([0, 1, undefined]);
    expect(changes()).toHaveLength(2);
  });

  test("is looked for by terms that are asked again at each try", async () => {
    const { clock, store, book } = setUp(1);
    await openBook(store, clock, 1).book.book("o", now, race());
    const horizons = [0, 2000];
    const terms = () => ({ horizonMs: horizons.shift() ?? 0, leaves: 0 });
    expect(await book.book("k", terms, race())).toMatchObject({ startMs: startMs + 1110 });
  });

  test("that is given back is free at once, or from the start for which it was booked", async () => {
    const { clock, book, item } = setUp(1);
    const first = await book.book("k", now, race());
    const second = await book.book("k", ahead, race());
    if (!first || !second) throw new Error("not booked");
    expect(second.startMs).toBe(startMs + 1110);
    clock.advance(30);
    // The first one's call was made.
    await book.giveBack(second, signal);
    expect(item()["c0"]).toBe(`${startMs + 1110}.`);
    clock.advance(2000);
    const third = await book.book("k", now, race());
    if (!third) throw new Error("not booked");
    clock.advance(5);
    await book.giveBack(third, signal);
    expect(item()["c0"]).toBe(`${startMs + 2035}.`);
  });

  test("is not given back once another process has booked it", async () => {
    const { clock, store, book, item } = setUp(1);
    const booking = await book.book("k", now, race());
    if (!booking) throw new Error("not booked");
    clock.advance(1110);
    await openBook(store, clock, 1).book.book("o", now, race());
    await book.giveBack(booking, signal);
    expect(item()["c0"]).toBe(`${startMs + 2220}.o`);
  });
});

describe("where the table fails", () => {
  test("the first try says so", async () => {
    const { store, book } = setUp();
    store.mode = "throws";
    await expect(book.book("k", now, race())).rejects.toThrow("it is down");
  });

  test("a later try whose time is over has found no room", async () => {
    const { clock, store, book } = setUp();
    const aborter = new AbortController();
    await openBook(store, clock).book.book("o", now, race());
    const change = store.change.bind(store);
    store.change = async (...asked) => {
      const changed = await change(...asked);
      aborter.abort();
      return changed;
    };
    expect(await book.book("k", now, aborter.signal)).toBeUndefined();
  });

  test("a later try that fails by itself says so", async () => {
    const { clock, store, book } = setUp();
    await openBook(store, clock).book.book("o", now, race());
    const change = store.change.bind(store);
    store.change = async (...asked) => {
      const changed = await change(...asked);
      store.mode = "throws";
      return changed;
    };
    await expect(book.book("k", now, race())).rejects.toThrow("it is down");
  });

  test("a credit whose answer is lost is held, and this process may ask for it again", async () => {
    const { clock, store, book } = setUp(1);
    store.mode = "loses";
    await expect(book.book("k", now, race())).rejects.toThrow("lost");
    store.mode = "answers";
    expect(await book.book("k", now, race())).toBeUndefined();
    clock.advance(1110);
    expect(await book.book("k", now, race())).toMatchObject({ index: 0 });
  });
});

describe("leases that move", () => {
  const leaseMs = 40_000;
  const end = (afterMs: number) => ({ tag: "k", leaseMs, endMs: startMs + afterMs });

  test("are told with the next change, once", async () => {
    const { book, changes } = setUp(3);
    book.moved(undefined, end(20_000));
    book.moved(undefined, end(20_000));
    book.moved(end(20_000), end(30_000));
    for (let count = 0; count < 2; count += 1) await book.book("k", now, race());
    const added = changes().map(({ add }) => Object.values(add ?? {}));
    expect(added).toEqual([[1, 1], []]);
    expect(heldBy(book.slots())).toBe(2);
  });

  test("from an end that has passed are not taken away there", async () => {
    const { book, changes } = setUp();
    book.moved(end(0), end(20_000));
    await book.book("k", now, race());
    expect(Object.values(changes()[0]?.add ?? {})).toEqual([1]);
  });

  test("are told again where the change was not made", async () => {
    const { clock, store, book, changes } = setUp();
    await openBook(store, clock).book.book("o", now, race());
    book.moved(undefined, end(20_000));
    await book.book("k", now, race());
    const added = changes().map(({ add }) => Object.values(add ?? {}));
    expect(added).toEqual([[], [1], [1]]);
    expect(heldBy(book.slots())).toBe(1);
  });

  test("are not told again where the answer was lost: they may have been told", async () => {
    const { store, book } = setUp();
    book.moved(undefined, end(20_000));
    store.mode = "loses";
    await book.book("k", now, race()).catch(() => undefined);
    store.mode = "answers";
    await book.book("k", now, race());
    expect(heldBy(book.slots())).toBe(1);
  });

  test("and have ended long since are removed from the item", async () => {
    const { clock, book, item } = setUp(3);
    book.moved(undefined, end(5000));
    await book.book("k", now, race());
    const leases = () => Object.keys(item()).filter((name) => name.startsWith("l."));
    expect(leases()).toHaveLength(1);
    clock.advance(50_000);
    // Seen with the first one, removed with the second.
    for (let count = 0; count < 2; count += 1) await book.book("k", now, race());
    expect(leases()).toEqual([]);
  });
});

test("refusals are counted over all processes, and go on by what was seen last where the table fails", async () => {
  const { clock, store, book } = setUp();
  const other = openBook(store, clock).book;
  expect([await book.refuse(signal), await other.refuse(signal)]).toEqual([1, 2]);
  expect(await book.refuse(signal)).toBe(3);
  store.mode = "throws";
  expect(await other.refuse(signal)).toBe(2);
});

test("the stamp of a process whose clock is ahead puts the others forward", async () => {
  const { clock, store, time, book, item } = setUp();
  const fast = createHandClock(startMs + 30);
  await openBook(store, fast).book.book("o", now, race());
  await book.book("k", now, race());
  expect(time.nowMs()).toBe(startMs + 30);
  clock.advance(2000);
  await book.book("k", now, race());
  expect(item()["t"]).toBe(startMs + 2030);
});
