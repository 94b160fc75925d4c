import { describe, expect, test } from "@jest/globals";
import { createSharedTime } from "../../../../lib/ledger/table/shared-time.ts";
import { createSlotBook } from "../../../../lib/ledger/table/slot-book.ts";
import { heldBy } from "../../../../lib/ledger/table/slots.ts";
import type { Change } from "../../../../lib/ledger/table/store.ts";
import { createHandClock, type HandClock } from "../../../support/hand-clock.ts";
import { createTestStore, type TestStore } from "../../../support/table-store.ts";

const startMs = Date.UTC(2026, 0, 1);
const { signal } = new AbortController();
const race = () => ({ signal, untilMs: Infinity, lost: 0, busy: 0 });
const now = () => ({ horizonMs: 0, leaves: 0 });
/** A credit as the item has it. */
const credit = (afterMs: number, tag: string) => `${(startMs + afterMs).toString(36)}.${tag}`;
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
    // The first answer may take 60 ms, since a connection is opened for it, and the timer be late by 10.
    expect(booking).toMatchObject({ index: 0, startMs, latestMs: startMs + 70 });
    expect(item()["c0"]).toBe(credit(1160, "k"));
    clock.advance(1159);
    expect(await book.book("k", now, race())).toBeUndefined();
    clock.advance(1);
    const next = await book.book("k", now, race());
    expect(next).toMatchObject({ startMs: startMs + 1160, latestMs: startMs + 1180 });
    expect(item()["c0"]).toBe(credit(2270, "k"));
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
    expect(item()["c1"]).toBe(credit(1180, "k"));
  });

  test("is not held for as long as the clock was set forward while the table answered", async () => {
    const { clock, store, book, item } = setUp(1);
    const change = store.change.bind(store);
    store.change = (...asked) => {
      clock.setWallForward(3_600_000);
      store.change = change;
      return change(...asked);
    };
    await book.refuse(signal);
    await book.book("k", now, race());
    expect(item()["c0"]).toBe(credit(3_600_000 + 1200, "k"));
  });

  test("is not asked for where the answer would come too late: it might be won for nobody", async () => {
    const { clock, store, book } = setUp();
    let asked = 0;
    store.change = () => {
      asked += 1;
      clock.advance(40);
      return Promise.resolve({ done: false, item: {} });
    };
    expect(await book.book("k", now, { ...race(), untilMs: startMs + 100 })).toBeUndefined();
    expect(asked).toBe(2);
  });

  test("that is booked behind a call of a key with a limit remembers that key, also when it is given back", async () => {
    const { clock, book, item } = setUp(1);
    await book.book("_limited", ahead, race());
    clock.advance(100);
    const booking = await book.book("k", ahead, race());
    expect(item()["c0"]).toBe(credit(2260, "k._limited"));
    if (booking) await book.giveBack(booking, signal);
    expect(item()["c0"]).toBe(credit(1160, "_limited"));
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
    expect(await book.book("k", terms, race())).toMatchObject({ startMs: startMs + 1160 });
  });

  test("that is given back is free at once, or from the start for which it was booked", async () => {
    const { clock, book, item } = setUp(1);
    const first = await book.book("k", now, race());
    const second = await book.book("k", ahead, race());
    if (!first || !second) throw new Error("not booked");
    expect(second.startMs).toBe(startMs + 1160);
    clock.advance(30);
    // The first one's call was made.
    await book.giveBack(second, signal);
    expect(item()["c0"]).toBe(credit(1160, ""));
    clock.advance(2000);
    const third = await book.book("k", now, race());
    if (!third) throw new Error("not booked");
    clock.advance(5);
    await book.giveBack(third, signal);
    expect(item()["c0"]).toBe(credit(2035, ""));
  });

  test("is not given back once another process has booked it", async () => {
    const { clock, store, book, item } = setUp(1);
    const booking = await book.book("k", now, race());
    if (!booking) throw new Error("not booked");
    clock.advance(1160);
    await openBook(store, clock, 1).book.book("o", now, race());
    await book.giveBack(booking, signal);
    expect(item()["c0"]).toBe(credit(2320, "o"));
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
    expect(await book.book("k", now, { ...race(), signal: aborter.signal })).toBeUndefined();
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
    clock.advance(1160);
    expect(await book.book("k", now, race())).toMatchObject({ index: 0 });
  });
});

describe("where the table is too busy", () => {
  const tooBusy = () => Promise.reject(new Error("ThrottlingException"));

  /** Has beats for which it is too busy until their time is over. */
  function setUpBusy() {
    const { store, ...parts } = setUp();
    const change = store.change.bind(store);
    const beat = async () => {
      const aborter = new AbortController();
      const tries = { ...race(), signal: aborter.signal };
      store.change = () => {
        if (tries.busy === 2) aborter.abort();
        return tooBusy();
      };
      return parts.book.book("k", now, tries).finally(() => (store.change = change));
    };
    return { ...parts, beat };
  }

  test("to say anything at first, it is asked again", async () => {
    const { store, book } = setUp();
    const change = store.change.bind(store);
    store.change = () => {
      store.change = change;
      return tooBusy();
    };
    const tries = race();
    expect(await book.book("k", now, tries)).toMatchObject({ index: 0 });
    expect(tries).toMatchObject({ lost: 1, busy: 1 });
  });

  test("until its time is over a beat has found no room, but for one beat in a row only", async () => {
    const { book, beat } = setUpBusy();
    expect(await beat()).toBeUndefined();
    await expect(beat()).rejects.toThrow("aborted");
    await book.book("k", now, race());
    expect(await beat()).toBeUndefined();
  });

  test("a beat that asks twice is counted once", async () => {
    const { book, beat } = setUpBusy();
    await beat();
    const over = { ...race(), lost: 2, busy: 2, signal: AbortSignal.abort() };
    expect(await book.book("k", now, over)).toBeUndefined();
  });

  test("and others were quicker besides, it is no fault of the table, however often", async () => {
    const { book, beat } = setUpBusy();
    for (let beats = 0; beats < 3; beats += 1) {
      const aborter = new AbortController();
      const tries = { ...race(), lost: 1, signal: aborter.signal };
      const terms = () => {
        aborter.abort();
        return now();
      };
      expect(await book.book("k", terms, tries)).toBeUndefined();
    }
    expect(await beat()).toBeUndefined();
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
