import { describe, expect, test } from "@jest/globals";
import type { Grant } from "../../../../lib/ledger/ledger.ts";
import { sleep } from "../../../../lib/base/clock.ts";
import { entry, settle, settled } from "../../../support/ledger.ts";
import { pass, setUpTableLedgers } from "../../../support/table-ledger.ts";

const granted = (grants: readonly (Grant | undefined)[]) => grants.map((grant) => grant?.granted);

describe("a credit", () => {
  test("that is free is granted at once, and by all processes together no more than there are", async () => {
    const { createProcess, take } = setUpTableLedgers(4);
    const ledgers = Array.from({ length: 6 }, () => createProcess());
    const taking = ledgers.map((ledger, index) => take(ledger, `c${index}`, {}, { maxWaitMs: 0 }));
    expect(granted(await Promise.all(taking)).filter(Boolean)).toHaveLength(4);
  });

  test("that is not free yet is booked, and granted when it is", async () => {
    const { clock, createProcess, take } = setUpTableLedgers(1);
    const [one, two] = [createProcess(), createProcess()];
    await take(one, "a");
    await pass(clock, 200);
    const waiting = take(two, "b");
    await pass(clock, 950);
    expect(await settled(waiting)).toBeUndefined();
    await pass(clock, 10);
    expect((await settled(waiting))?.granted).toBe(true);
  });

  test("that is free later than the beat may wait is not booked", async () => {
    const { clock, createProcess, take } = setUpTableLedgers(1);
    const ledger = createProcess();
    await take(ledger, "a");
    await pass(clock, 200);
    const refusal = await take(ledger, "b", {}, { maxWaitMs: 900 });
    expect(refusal).toMatchObject({ reason: "no-room" });
    expect((await take(ledger, "b", {}, { latestUsefulMs: clock.nowMs() + 900 })).granted).toBe(
      false,
    );
  });

  test("is asked for again by who is patient, and not by others", async () => {
    const { clock, createProcess, take } = setUpTableLedgers(1);
    const ledger = createProcess();
    await take(ledger, "a");
    const bulk = { isBulk: true };
    const patient = take(ledger, "b", bulk, { maxWaitMs: 9000 });
    await settled(patient);
    const hasty = take(ledger, "c", bulk, { maxWaitMs: 1500 });
    // No credit that is not free yet is near enough.
    expect(await settled(hasty)).toMatchObject({ reason: "no-room" });
    await pass(clock, 2000);
    expect(await settled(patient)).toBeUndefined();
    await pass(clock, 200);
    expect((await settled(patient))?.granted).toBe(true);
  });

  test("is granted as before where the wall clock is set back, while a beat waits for it and after", async () => {
    const { clock, createProcess, take } = setUpTableLedgers(1);
    const ledger = createProcess();
    await take(ledger, "a");
    await pass(clock, 200);
    const waiting = take(ledger, "b", {}, { maxWaitMs: 2000, latestUsefulMs: 3000 });
    await settled(waiting);
    clock.setWallForward(-3_600_000);
    await pass(clock, 1000);
    expect((await settled(waiting))?.granted).toBe(true);
    await pass(clock, 1200);
    expect((await take(ledger, "c")).granted).toBe(true);
  });

  test("for which the timer was late is given back, and another one is booked", async () => {
    const { clock, store, createProcess, take } = setUpTableLedgers(1);
    const [one, two] = [createProcess(), createProcess()];
    const startMs = clock.epochMs();
    await take(one, "a");
    await pass(clock, 200);
    const waiting = take(two, "b");
    await settled(waiting);
    const after = clock.after.bind(clock);
    // The last 20 ms before the start take 100.
    clock.after = (delayMs, callback) => after(delayMs === 20 ? 100 : delayMs, callback);
    await pass(clock, 1030);
    expect(await settled(waiting)).toBeUndefined();
    await pass(clock, 10);
    expect((await settled(waiting))?.granted).toBe(true);
    const changes = store.asked.filter((asked) => typeof asked === "object");
    const [givenBack, booked] = changes.slice(-2).map(({ set }) => String(set?.["c0"]));
    expect(givenBack).toBe(`${(startMs + 1240).toString(36)}.`);
    expect(booked).toMatch(RegExp(`^${(startMs + 2350).toString(36)}[.].`));
  });
});

describe("a beat is refused", () => {
  test("where there is no room, with a time to come back at which there is", async () => {
    const { createProcess, take } = setUpTableLedgers(1);
    const ledger = createProcess();
    await take(ledger, "a");
    const refusal = await take(ledger, "b", {}, { maxWaitMs: 0 });
    // Its own place of the period is one call further.
    expect(refusal).toEqual({ granted: false, reason: "no-room", retryAfterMs: 2160 });
  });

  test("before half of what is left of its lease, which another process has renewed", async () => {
    const { clock, createProcess, take, renew } = setUpTableLedgers(1);
    const [one, two] = [createProcess(), createProcess()];
    await renew(one, "c");
    await pass(clock, 37_000);
    await take(one, "a");
    const refusal = await take(two, "c", {}, { maxWaitMs: 0 });
    expect(refusal).toEqual({ granted: false, reason: "no-room", retryAfterMs: 1500 });
  });

  test("where more leases are held than the rate carries, unless it holds one itself", async () => {
    const { clock, createProcess, take, renew } = setUpTableLedgers(1);
    const [one, two] = [createProcess(), createProcess()];
    const leaseMs = 2500;
    await renew(one, "a", { leaseMs });
    await pass(clock, 1200);
    await renew(one, "b", { leaseMs });
    await pass(clock, 1200);
    // Told with the change that comes next.
    await renew(one, "a", { leaseMs });
    await pass(clock, 1200);
    const fill = { held: 2, carries: 2 };
    const overloaded = { granted: false, reason: "overloaded", retryAfterMs: 10_000, fill };
    expect(await take(two, "c", { leaseMs })).toEqual(overloaded);
    expect(two.fill(leaseMs)).toEqual(fill);
    expect((await take(two, "a", { leaseMs })).granted).toBe(true);
  });

  test("where its key has reached its own limit, whatever the rate", async () => {
    const { clock, store, createProcess, take } = setUpTableLedgers(8);
    const [one, two] = [createProcess(), createProcess()];
    const limited = { key: { name: "limited", ratePerSecond: 2 } };
    for (const ledger of [one, two]) await take(ledger, `a${String(ledger === one)}`, limited);
    const refusal = await take(one, "b", limited);
    expect(refusal).toEqual({ granted: false, reason: "key-limit", retryAfterMs: 1110 });
    const [[, item] = []] = [...store.items].filter(([key]) => !key.includes("#"));
    const own = Object.values(item ?? {}).filter((text) => /\.[^.]+$/.test(String(text)));
    expect(own).toHaveLength(2);
    expect((await take(one, "c")).granted).toBe(true);
    await pass(clock, 1110);
    expect((await take(two, "b", limited)).granted).toBe(true);
  });

  test("where it has, though others have booked the credits of its calls ahead", async () => {
    const { clock, createProcess, take } = setUpTableLedgers(4);
    // Takes the last of those that it may choose from.
    const [one, other] = [createProcess(), createProcess(() => 0.999)];
    const limited = { key: { name: "limited", ratePerSecond: 2 } };
    for (const consumer of ["a", "b"]) await take(one, consumer);
    await pass(clock, 500);
    for (const consumer of ["c", "d"]) await take(one, consumer, limited);
    await pass(clock, 200);
    for (const consumer of ["e", "f"]) void take(other, consumer);
    await pass(clock, 200);
    const refusal = { granted: false, reason: "key-limit", retryAfterMs: 710 };
    expect(await settled(take(one, "g", limited))).toMatchObject(refusal);
  });

  test("as one of a batch while only a quarter is free", async () => {
    const { createProcess, take } = setUpTableLedgers(8);
    const ledger = createProcess();
    const bulk = [1, 2, 3, 4, 5, 6, 7].map((n) =>
      take(ledger, `b${n}`, { isBulk: true }, { maxWaitMs: 0 }),
    );
    expect(granted(await Promise.all(bulk)).filter(Boolean)).toHaveLength(6);
    const alone = [1, 2, 3].map((n) => take(ledger, `c${n}`, {}, { maxWaitMs: 0 }));
    expect(granted(await Promise.all(alone)).filter(Boolean)).toHaveLength(2);
  });

  test("as one of a batch that a process with an old view of the credits has booked", async () => {
    const { clock, createProcess, take } = setUpTableLedgers(8);
    const [one, two] = [createProcess(), createProcess()];
    const fill = async (count: number) => {
      for (let n = 0; n < count; n += 1) await take(one, `a${n} at ${clock.nowMs()}`);
    };
    await fill(6);
    await pass(clock, 500);
    await fill(2);
    await pass(clock, 670);
    await fill(4);
    // Two are free. To this one all seem so, and one of the two is what it chooses.
    const refusal = await take(two, "b", { isBulk: true }, { maxWaitMs: 0 });
    expect(refusal).toMatchObject({ granted: false, reason: "no-room" });
    const rest = [1, 2].map((n) => take(one, `c${n}`, {}, { maxWaitMs: 0 }));
    expect(granted(await Promise.all(rest))).toEqual([true, true]);
  });
});

test("leases that are held are counted over all processes, and stretch the cadence", async () => {
  const { clock, createProcess, take, renew } = setUpTableLedgers(1);
  const [one, two] = [createProcess(), createProcess()];
  expect(two.nextBeatInMs(40_000)).toBe(18_000);
  for (let n = 0; n < 22; n += 1) {
    await renew(one, `c${n}`);
    await pass(clock, 1160);
  }
  await take(two, "c0");
  // All but the last one have been told: 21 of 40 s ask for 1.46 times what is theirs of the rate.
  expect(two.nextBeatInMs(40_000)).toBe(26_250);
  expect(two.fill(40_000)).toEqual({ held: 21, carries: 32 });
});

test("the table is told of nobody by name", async () => {
  const { store, createProcess, renew } = setUpTableLedgers();
  const ledger = createProcess();
  for (let n = 0; n < 2; n += 1) await renew(ledger, "group/consumer", { key: { name: "whose" } });
  expect(JSON.stringify([...store.items])).not.toMatch(/AKIDwhose|cls|group|consumer|whose/);
  // Short, since the item is to stay below 1 KB.
  const texts = Object.entries(store.items.get("slots") ?? {}).filter(([name]) => /^c/.test(name));
  for (const [, text] of texts) expect(text).toMatch(/^[0-9a-z]{8}[.][\w-]{4}$/);
});

describe("a table that answers, while others are quicker,", () => {
  test("until the time for it is over is no reason to go without it: there is no room", async () => {
    const { clock, store, fallbacks, failures, createProcess, take, renew } = setUpTableLedgers(20);
    const ledger = createProcess();
    await renew(ledger, "before");
    const change = store.change.bind(store);
    store.change = async (asked, signal) => {
      await sleep(clock, 30, signal);
      if (signal.aborted) throw new Error("no answer in time");
      const [name] = Object.keys(asked.unlessGreater ?? {});
      const heldUntil = `${(clock.epochMs() + 1100).toString(36)}.o`;
      if (name) await change({ key: asked.key, set: { [name]: heldUntil } }, signal);
      return change(asked, signal);
    };
    const taking = take(ledger, "c", {}, { maxWaitMs: 2000 });
    await pass(clock, 100);
    expect(await settled(taking)).toMatchObject({ granted: false, reason: "no-room" });
    expect([fallbacks(), failures]).toEqual([0, []]);
  });

  test("and is too busy for the next try says so to one beat; the next one goes without it", async () => {
    const { clock, store, fallbacks, failures, createProcess, take, renew } = setUpTableLedgers(20);
    const ledger = createProcess();
    await renew(ledger, "before");
    store.change = async (_asked, signal) => {
      await sleep(clock, 30, signal);
      throw new Error(signal.aborted ? "no answer in time" : "ThrottlingException");
    };
    const first = take(ledger, "a", {}, { maxWaitMs: 2000 });
    await pass(clock, 100);
    expect(await settled(first)).toMatchObject({ granted: false, reason: "no-room" });
    expect(fallbacks()).toBe(0);
    const second = take(ledger, "b");
    await pass(clock, 100);
    expect((await settled(second))?.granted).toBe(true);
    expect([fallbacks(), failures.length]).toEqual([1, 1]);
  });
});

describe("a table", () => {
  test.each([
    ["throws at once, after it answered", "throws", 0],
    ["hangs for 100 ms, after it answered", "hangs", 100],
    // A connection has to be opened first.
    ["hangs for 200 ms, and never answered", "hangs", 200],
  ] as const)("that %s costs no beat", async (state, mode, mostMs) => {
    const { clock, store, failures, fallbacks, createProcess, take, renew } = setUpTableLedgers();
    const ledger = createProcess();
    if (state.includes("after")) await renew(ledger, "before");
    store.mode = mode;
    const taking = take(ledger, "c");
    if (mostMs > 0) {
      await settled(taking);
      clock.advance(mostMs - 1);
      expect(await settled(taking)).toBeUndefined();
      clock.advance(1);
    }
    const grant = await settled(taking);
    expect(grant?.granted).toBe(true);
    expect([fallbacks(), failures.length, clock.pending()]).toEqual([1, 1, 0]);
  });

  test("that fails in one of two calls leaves the other one no time beyond that", async () => {
    const { clock, store, createProcess, take } = setUpTableLedgers();
    const ledger = createProcess();
    store.read = () => Promise.reject(new Error("ECONNRESET"));
    store.mode = "hangs";
    expect((await take(ledger, "c")).granted).toBe(true);
    await settled(new Promise(() => {}));
    expect(clock.pending()).toBe(0);
  });

  test("failed twice is left alone for a second, and used again", async () => {
    const { clock, store, fallbacks, createProcess, take } = setUpTableLedgers();
    const ledger = createProcess();
    store.mode = "throws";
    for (const consumer of ["a", "b"]) await take(ledger, consumer);
    const asked = store.asked.length;
    store.mode = "answers";
    await take(ledger, "c");
    expect([store.asked.length, fallbacks()]).toEqual([asked, 3]);
    await pass(clock, 1000);
    expect((await take(ledger, "d")).granted).toBe(true);
    expect([store.asked.length > asked, fallbacks()]).toEqual([true, 3]);
  });

  test.each(["throws", "hangs", "loses"] as const)(
    "%s when a call has ended leaves nothing pending, and the next beat is not blamed",
    async (mode) => {
      const { clock, store, failures, createProcess, take } = setUpTableLedgers();
      const ledger = createProcess();
      const grant = await take(ledger, "c");
      if (!grant.granted) throw new Error("not granted");
      store.mode = mode;
      const settling = grant.settle("renewed");
      if (mode === "hangs") await pass(clock, 100);
      await settling;
      expect([failures.length, clock.pending()]).toEqual([1, 0]);
      store.mode = "answers";
      expect((await take(ledger, "c")).granted).toBe(true);
    },
  );

  test("hangs when a call has ended has no more time than the beat", async () => {
    const { clock, store, createProcess, take } = setUpTableLedgers();
    const ledger = createProcess();
    const grant = await take(ledger, "c", {}, { latestUsefulMs: clock.nowMs() + 70 });
    if (!grant.granted) throw new Error("not granted");
    store.mode = "hangs";
    let isSettled = false;
    void grant.settle("renewed").then(() => (isSettled = true));
    await pass(clock, 60);
    expect(isSettled).toBe(false);
    await pass(clock, 10);
    expect(isSettled).toBe(true);
  });
});

test("a call that was not accepted renews no lease", async () => {
  const { store, createProcess, take } = setUpTableLedgers();
  const ledger = createProcess();
  const asked = () => store.asked.length;
  settle(await take(ledger, "c"), "answered");
  const before = asked();
  settle(await take(ledger, "c"), "given-up");
  expect(asked() - before).toBe(2);
  expect([...store.items.keys()].filter((key) => key.includes("#"))).toEqual([]);
});

test("a beat that is known asks the table twice at once, and its renewal once more", async () => {
  const { store, createProcess, renew } = setUpTableLedgers();
  const ledger = createProcess();
  await renew(ledger, "c");
  store.asked.length = 0;
  await ledger.enter(entry("c")).take({ maxWaitMs: 0, latestUsefulMs: Infinity }).then(settle);
  await settled(new Promise(() => {}));
  const kinds = store.asked.map((one) => (typeof one === "string" ? "read" : "change"));
  expect(kinds).toEqual(["read", "change", "change"]);
});
