import { describe, expect, test } from "@jest/globals";
import { entry, patient, settle, settled } from "../../../support/ledger.ts";
import { pass, setUpTableLedgers } from "../../../support/table-ledger.ts";

const superseded = { granted: false, reason: "superseded" };
const older = { body: "older" };
const newer = { body: "newer" };

describe("in one process no older body of a consumer is sent after a newer one", () => {
  test("where the newer one has come before the older one asks", async () => {
    const { createProcess } = setUpTableLedgers();
    const ledger = createProcess();
    const turns = [older, newer].map((body) => ledger.enter(entry("c", body)));
    settle(await turns[1]?.take(patient));
    expect(await turns[0]?.take(patient)).toEqual(superseded);
  });

  test.each([
    ["the table does not answer after the call of the newer one", "answers", "throws"],
    ["the newer one goes on without the table", "throws", "throws"],
  ] as const)("where %s", async (_, before, after) => {
    const { store, createProcess } = setUpTableLedgers();
    const ledger = createProcess();
    const turns = [older, newer].map((body) => ledger.enter(entry("c", body)));
    store.mode = before;
    const grant = await turns[1]?.take(patient);
    store.mode = after;
    if (grant?.granted) await grant.settle("renewed");
    store.mode = "answers";
    expect(await turns[0]?.take(patient)).toEqual(superseded);
  });

  test("while the call of the newer one is under way", async () => {
    const { createProcess } = setUpTableLedgers();
    const ledger = createProcess();
    const turns = [older, newer].map((body) => ledger.enter(entry("c", body)));
    await turns[1]?.take(patient);
    expect(await turns[0]?.take(patient)).toEqual(superseded);
  });

  test("and the newer one waits until the call of the older one has ended", async () => {
    const { createProcess, take } = setUpTableLedgers();
    const ledger = createProcess();
    const first = await take(ledger, "c", older);
    const second = take(ledger, "c", newer);
    const third = take(ledger, "another");
    expect(await settled(second)).toBeUndefined();
    expect((await third).granted).toBe(true);
    settle(first);
    expect((await second).granted).toBe(true);
  });

  test("not for longer than it may", async () => {
    const { clock, createProcess, take } = setUpTableLedgers();
    const ledger = createProcess();
    await take(ledger, "c", older);
    const second = take(ledger, "c", newer, { maxWaitMs: 500 });
    await pass(clock, 500);
    expect(await second).toEqual({ granted: false, reason: "no-room", retryAfterMs: 1000 });
  });

  test("and an older one that waits for its booking is not sent any more", async () => {
    const { clock, createProcess, take, renew } = setUpTableLedgers(1);
    const ledger = createProcess();
    await renew(ledger, "another");
    await pass(clock, 200);
    const first = take(ledger, "c", older);
    await pass(clock, 700);
    const second = take(ledger, "c", newer);
    await pass(clock, 300);
    expect(await settled(first)).toEqual(superseded);
    // Its credit was given back, and is booked again.
    expect((await settled(second))?.granted).toBe(true);
  });

  test("whether a beat goes by the table or without it", async () => {
    const { store, createProcess, take } = setUpTableLedgers();
    const ledger = createProcess();
    const first = await take(ledger, "c", older);
    store.mode = "throws";
    for (const other of ["d", "e"]) await take(ledger, other);
    const second = take(ledger, "c", newer);
    expect(await settled(second)).toBeUndefined();
    settle(first);
    const withoutTable = await second;
    expect(withoutTable.granted).toBe(true);
    store.mode = "answers";
    const third = take(ledger, "c", { body: "newest" });
    expect(await settled(third)).toBeUndefined();
    settle(withoutTable);
    expect((await third).granted).toBe(true);
  });
});

describe("across processes", () => {
  test("a beat that has come before a newer body was renewed elsewhere is not sent", async () => {
    const { clock, createProcess, take, renew } = setUpTableLedgers();
    const [one, two] = [createProcess(), createProcess()];
    await renew(one, "c");
    const turn = one.enter(entry("c", older));
    clock.advance(1);
    await renew(two, "c", newer);
    expect(await turn.take(patient)).toEqual(superseded);
    // The same body again is no older one.
    expect((await take(one, "c", newer)).granted).toBe(true);
  });

  test("nor while the newer one is on its way", async () => {
    const { clock, createProcess, take, renew } = setUpTableLedgers();
    const [one, two] = [createProcess(), createProcess()];
    await renew(one, "c");
    const turn = one.enter(entry("c", older));
    clock.advance(1);
    await take(two, "c", newer);
    expect(await turn.take(patient)).toEqual(superseded);
  });

  test("nor where the newer one comes between its look at the consumer and its own entry", async () => {
    const { clock, store, createProcess, renew } = setUpTableLedgers();
    const [one, two] = [createProcess(), createProcess()];
    await renew(one, "c");
    const turn = one.enter(entry("c", older));
    clock.advance(1);
    const read = store.read.bind(store);
    store.read = async (...asked) => {
      const item = await read(...asked);
      store.read = read;
      await renew(two, "c", newer);
      return item;
    };
    expect(await turn.take(patient)).toEqual(superseded);
  });

  test("nor where the newer one comes while it waits for its booking", async () => {
    const { clock, createProcess, take, renew } = setUpTableLedgers(1);
    const [one, two] = [createProcess(), createProcess()];
    await renew(one, "c");
    await pass(clock, 23_000);
    await renew(one, "another");
    await pass(clock, 200);
    const waiting = take(one, "c", older);
    await pass(clock, 100);
    void take(two, "c", newer, { maxWaitMs: 1 });
    await pass(clock, 1000);
    expect(await settled(waiting)).toEqual(superseded);
  });

  test("nor where the table fails when its credit is given back", async () => {
    const { clock, store, fallbacks, createProcess, renew } = setUpTableLedgers(8);
    const [one, two] = [createProcess(), createProcess()];
    await renew(one, "c");
    const turn = one.enter(entry("c", older));
    clock.advance(1);
    await renew(two, "c", newer);
    const change = store.change.bind(store);
    let givenBack = 0;
    store.change = (asked, signal) => {
      const isGivenBack = Object.values(asked.set ?? {}).some((text) => /\.$/.test(String(text)));
      if (!isGivenBack) return change(asked, signal);
      givenBack += 1;
      return Promise.reject(new Error("it is down"));
    };
    expect(await turn.take(patient)).toEqual(superseded);
    expect([givenBack, fallbacks()]).toEqual([1, 0]);
  });
});
