import { describe, expect, test } from "@jest/globals";
import { isProven } from "../../../lib/ledger/sight.ts";
import { setUpMemoryLedger } from "../../support/ledger.ts";
import { setUpTableLedgers } from "../../support/table-ledger.ts";
import { beat, ledgers, origin, renewed, type Sighted, signal } from "../../support/sightings.ts";

const keepAliveMs = 900_000;
const ofSchedule = { key: "schedule", isScheduled: true, keepAliveMs };
const departure = { consumer: "c", key: { name: "key" }, leaseMs: 40_000, origin };
const unproven = { granted: false, reason: "unproven" };
const failed = { end: "answered", facts: { outcome: "upstream-error" } } as const;

/** Moves time on, and lets the schedule beat. */
const scheduled = (sighted: Sighted, ms: number) => {
  sighted.clock.advance(ms);
  return beat(sighted, ofSchedule);
};

describe.each(ledgers)("what the ledger in the %s lets the schedule renew", (_name, create) => {
  test("is a consumer whose last beat is younger than its alias says, whatever the schedule does", async () => {
    const sighted = create();
    expect(await beat(sighted, ofSchedule)).toEqual(unproven);
    sighted.clock.advance(1000);
    await beat(sighted);
    // A call takes 40 ms, and no beat of the schedule is a proof.
    for (let count = 0; count < 49; count += 1)
      expect(await scheduled(sighted, 18_000)).toMatchObject({ granted: true });
    expect(await scheduled(sighted, keepAliveMs - 49 * 18_040 - 40 - 1)).toMatchObject({
      granted: true,
    });
    expect(await scheduled(sighted, 18_000)).toEqual(unproven);
    await beat(sighted);
    expect(await scheduled(sighted, 18_000)).toMatchObject({ granted: true });
  });

  test("is not one that has left, until it beats again", async () => {
    const sighted = create();
    await beat(sighted);
    await sighted.ledger.leave(departure, signal);
    expect(await scheduled(sighted, 18_000)).toMatchObject({ reason: "left" });
    await beat(sighted);
    expect(await scheduled(sighted, 18_000)).toMatchObject({ granted: true });
  });

  test("is not one of which a run failed, until it beats again", async () => {
    const sighted = create();
    await sighted.ledger.prove({ ...departure, word: "failed" }, signal);
    expect(await scheduled(sighted, 1000)).toEqual(unproven);
    await beat(sighted);
    await sighted.ledger.prove({ ...departure, word: "failed" }, signal);
    expect(await scheduled(sighted, 18_000)).toEqual(unproven);
    await beat(sighted);
    expect(await scheduled(sighted, 18_000)).toMatchObject({ granted: true });
  });

  test("is one whose beat CLS refused, or that found no room", async () => {
    const sighted = create();
    await beat(sighted, failed);
    expect(await scheduled(sighted, 18_000)).toMatchObject({ granted: true });
    sighted.clock.advance(keepAliveMs);
    expect(await beat(sighted, ofSchedule)).toEqual(unproven);
    await sighted.ledger.prove({ ...departure, word: "alive" }, signal);
    expect(await scheduled(sighted, 1000)).toMatchObject({ granted: true });
  });

  test("is one that got in nowhere yet, once it has asked", async () => {
    const sighted = create();
    const named = { ...departure, origin: { ...departure.origin, alias: "one" } };
    await sighted.ledger.prove({ ...named, word: "alive" }, signal);
    expect(await sighted.ledger.sights(signal)).toMatchObject([
      { attempt: { outcome: "throttled" } },
    ]);
    expect(await scheduled(sighted, 1000)).toMatchObject({ granted: true });
  });

  test("are all others without a proof", async () => {
    const { keepAliveMs: _none, ...always } = ofSchedule;
    expect(await beat(create(), always)).toMatchObject({ granted: true });
  });

  test("a beat that was under way takes back nothing that was told meanwhile", async () => {
    const sighted = create();
    const { ledger, clock } = sighted;
    await beat(sighted);
    for (const word of ["failed", "left"] as const) {
      clock.advance(18_000);
      await beat(sighted, {
        ...ofSchedule,
        meanwhile: () =>
          word === "left"
            ? ledger.leave(departure, signal)
            : ledger.prove({ ...departure, word }, signal),
      });
      const reason = word === "left" ? "left" : "unproven";
      expect(await scheduled(sighted, 18_000)).toMatchObject({ reason });
      await beat(sighted);
    }
  });
});

test.each([
  [{}, false],
  [{ provenMs: 1001 }, true],
  [{ provenMs: 1000 }, false],
  [{ holder: { key: "k", atMs: 1001 } }, true],
  [{ holder: { key: "k", atMs: 1001 }, provenMs: 5 }, true],
  [{ holder: { key: "k", atMs: 5 }, provenMs: 1001 }, true],
  [{ provenMs: 1500, failedMs: 1500 }, false],
  [{ provenMs: 1500, failedMs: 1499 }, true],
])("%j proves at 2000 for a second that a consumer lives: %j", (sight, proven) => {
  expect(isProven(sight, { keepAliveMs: 1000, nowMs: 2000 })).toBe(proven);
});

test("a consumer without a proof is not told that the rate is full", async () => {
  const { renew, take } = setUpMemoryLedger();
  await renew("another", { leaseMs: 1260 });
  const ofNobody = { origin: { ...origin, ...ofSchedule } };
  expect(await take("c", { origin })).toMatchObject({ reason: "overloaded" });
  expect(await take("c", ofNobody)).toEqual(unproven);
});

test("while the table is down no proof is known, and the schedule renews only who needs none", async () => {
  const { clock, store, createProcess, fallbacks } = setUpTableLedgers();
  const sighted = { clock, ledger: createProcess() };
  await beat(sighted);
  store.mode = "throws";
  expect(await scheduled(sighted, 18_000)).toEqual(unproven);
  expect(fallbacks()).toBe(0);
  expect(await beat(sighted)).toMatchObject({ granted: true });
  expect(await beat(sighted, { key: "schedule", isScheduled: true })).toMatchObject({
    granted: true,
  });
});

test("a failed run is one read, and one write of two attributes", async () => {
  const { clock, store, createProcess } = setUpTableLedgers();
  const sighted = { clock, ledger: createProcess() };
  await beat(sighted, { facts: renewed });
  const before = store.asked.length;
  await sighted.ledger.prove({ ...departure, word: "failed" }, signal);
  const [key, change] = store.asked.slice(before);
  expect(change).toEqual({
    key,
    set: { failedMs: clock.epochMs(), expiresAt: expect.any(Number) },
    remove: [],
  });
  expect(store.asked).toHaveLength(before + 2);
});
