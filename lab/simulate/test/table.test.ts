import { describe, expect, test } from "@jest/globals";
import { createVirtualClock } from "../../../test/support/virtual-clock.ts";
import { applyChange } from "../../../test/support/apply-change.ts";
import { sizeOf } from "../model/item.ts";
import { createTable, type TableFault } from "../model/table.ts";

const key = "k";
const never = new AbortController().signal;

describe("a change of an item", () => {
  test("sets, adds and removes as a whole", () => {
    const change = { key, set: { a: "1" }, add: { n: 2, m: -1 }, remove: ["old"] };
    expect(applyChange({ n: 3, old: 1, kept: "x" }, change)).toEqual({
      done: true,
      item: { a: "1", n: 5, m: -1, kept: "x" },
    });
  });

  test.each([
    [{}, true],
    [{ a: "b" }, true],
    [{ a: "c" }, false],
    [{ a: "10" }, true],
    [{ a: 9 }, false],
  ])("unless a is greater than b: %j is changed: %s", (item, done) => {
    const changed = applyChange(item, { key, set: { x: 1 }, unlessGreater: { a: "b" } });
    expect(changed).toEqual({ done, item: done ? { ...item, x: 1 } : item });
  });

  test("compares numbers as numbers", () => {
    const change = { key, set: { x: 1 }, unlessGreater: { n: 9 } };
    expect([applyChange({ n: 10 }, change).done, applyChange({ n: 9 }, change).done]).toEqual([
      false,
      true,
    ]);
  });

  test("is refused where DynamoDB would refuse it", () => {
    expect(() => applyChange({}, { key, set: { a: 1 }, remove: ["a"] })).toThrow("twice");
    expect(() => applyChange({ a: "text" }, { key, add: { a: 1 } })).toThrow("text");
  });

  test("has a size of names and values", () => {
    expect(sizeOf("k", { ab: "€", n: 1234 })).toBe(
      "rate".length + 43 + "itemk".length + 2 + 3 + (1 + 1 + 2),
    );
  });
});

describe("the table", () => {
  function start(...faults: TableFault[]) {
    const clock = createVirtualClock();
    return { clock, table: createTable({ clock, random: () => 0, faults }) };
  }

  test("answers in one round trip, after two more for the connection of each process", async () => {
    const { clock, table } = start();
    const store = table.connect();
    const took: number[] = [];
    for (let call = 0; call < 2; call += 1) {
      const startedMs = clock.nowMs();
      void store.read(key, never).then(() => took.push(clock.nowMs() - startedMs));
      await clock.run(startedMs + 100);
    }
    expect(took).toEqual([12, 4]);
  });

  test("is the same one for all processes, and lets one of two win", async () => {
    const { clock, table } = start();
    const change = { key, set: { a: "2" }, unlessGreater: { a: "1" } };
    const asked = Promise.all(
      [table.connect(), table.connect()].map((s) => s.change(change, never)),
    );
    await clock.run(100);
    expect(await asked).toEqual([
      { done: true, item: { a: "2" } },
      { done: false, item: { a: "2" } },
    ]);
    expect(table.counts).toMatchObject({ writes: 2, writeUnits: 2, reads: 0 });
  });

  test("bills a write for each 1 KB and a read for each 4 KB", async () => {
    const { clock, table } = start();
    const store = table.connect();
    void store.change({ key, set: { a: "x".repeat(5000) } }, never);
    await clock.run(100);
    void store.read(key, never);
    await clock.run(200);
    expect(table.counts).toMatchObject({ writeUnits: 5, readUnits: 2 });
  });

  test("carries out a call that was given up on its way", async () => {
    const { clock, table } = start();
    const store = table.connect();
    const giveUp = new AbortController();
    const asked = store.change({ key, set: { a: 1 } }, giveUp.signal);
    clock.after(1, () => {
      giveUp.abort();
    });
    const refused = expect(asked).rejects.toThrow("no answer in time");
    expect(store.pending()).toBe(1);
    await clock.run(100);
    await refused;
    expect(store.pending()).toBe(0);
    const read = store.read(key, never);
    await clock.run(200);
    expect(await read).toEqual({ a: 1 });
    await expect(store.read(key, giveUp.signal)).rejects.toThrow("no answer in time");
    expect(table.counts).toMatchObject({ reads: 1, failed: 2 });
  });

  test.each([
    ["refuses", "refuses"],
    ["throttles", "ThrottlingException"],
  ] as const)("that %s rejects soon", async (kind, reason) => {
    const { clock, table } = start({ kind, fromMs: 0, toMs: 50 });
    const store = table.connect();
    const refused = expect(store.read(key, never)).rejects.toThrow(reason);
    await clock.run(50);
    await refused;
    const read = store.read(key, never);
    await clock.run(100);
    expect(await read).toEqual({});
  });

  test("that hangs lets go of a call when it is given up", async () => {
    const { clock, table } = start({ kind: "hangs", fromMs: 0, toMs: 50 });
    const giveUp = new AbortController();
    const refused = expect(table.connect().read(key, giveUp.signal)).rejects.toThrow("in time");
    await clock.run(10_000);
    giveUp.abort();
    await refused;
    expect(table.counts).toMatchObject({ reads: 0, failed: 1 });
  });

  test("that is slow answers late", async () => {
    const { clock, table } = start({ kind: "slow", fromMs: 0, toMs: 50 });
    let answeredMs = 0;
    void table
      .connect()
      .read(key, never)
      .then(() => (answeredMs = clock.nowMs()));
    await clock.run(1000);
    // Two of three trips open the connection.
    expect(answeredMs).toBe(3 * 50);
  });
});
