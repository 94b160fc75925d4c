import { describe, expect, test } from "@jest/globals";
import type { KeptLedger } from "../../../lib/ledger/ledger.ts";
import { setUpMemoryLedger } from "../../support/ledger.ts";
import { beat, origin, type Sighted, signal } from "../../support/sightings.ts";

const departure = { consumer: "c", key: { name: "key" }, leaseMs: 40_000, origin };
const failed = { end: "answered", facts: { outcome: "throttled", upstreamCode: "Limit" } } as const;

const start = () => setUpMemoryLedger({ ratePerSecond: 4 });

/** The ledger of the process after one, which reads what that one wrote, `laterMs` later by the wall clock. */
function startAgain({ clock, ledger }: ReturnType<typeof start>, laterMs = 1000) {
  const next = start();
  next.clock.setWallForward(clock.epochMs() - next.clock.epochMs() + laterMs);
  const text = JSON.stringify(ledger.memory.kept());
  next.ledger.memory.restore(JSON.parse(text) as KeptLedger);
  return next;
}

const sightsOf = ({ ledger }: Sighted) => ledger.sights(signal);

/** Two instances that beat in turn, a call that failed, a proof, a failed run. */
async function liveALittle(sighted: Sighted) {
  for (const instance of ["one", "two", "one"]) {
    await beat(sighted, { instance, alias: "alias" });
    sighted.clock.advance(1000);
  }
  for (const [index, body] of ["first", "second", "first"].entries()) {
    await beat(sighted, { ...(index === 1 && failed), body });
    sighted.clock.advance(1000);
  }
  for (const word of ["alive", "failed"] as const)
    await sighted.ledger.prove({ ...departure, word }, signal);
}

describe("what was seen of a consumer and outlives its process", () => {
  test("is all of it", async () => {
    const before = start();
    await liveALittle(before);
    const seen = await sightsOf(before);
    expect(seen).toMatchObject([
      { contestedMs: expect.any(Number), failures: 1, failedMs: expect.any(Number) },
    ]);
    expect(await sightsOf(startAgain(before))).toEqual(seen);
    await before.ledger.leave(departure, signal);
    expect(await sightsOf(startAgain(before))).toMatchObject([{ leftMs: expect.any(Number) }]);
  });

  test("proves that it lives, for as long as its alias says", async () => {
    const before = start();
    await beat(before);
    const ofSchedule = { key: "schedule", isScheduled: true, keepAliveMs: 900_000 };
    expect(await beat(startAgain(before), ofSchedule)).toMatchObject({ granted: true });
    expect(await beat(startAgain(before, 900_000), ofSchedule)).toMatchObject({
      reason: "unproven",
    });
  });

  test("keeps another instance out while a fence does", async () => {
    const before = start();
    await beat(before, { instance: "one" });
    const fenced = { isFenced: true, instance: "two" };
    expect(await beat(startAgain(before), fenced)).toMatchObject({ reason: "claimed" });
  });

  test("is forgotten at the same time", async () => {
    const before = start();
    await beat(before);
    const day = 86_400_000;
    expect(await sightsOf(startAgain(before, day))).toHaveLength(1);
    expect(await sightsOf(startAgain(before, day + 40_000))).toEqual([]);
    before.clock.advance(day + 40_000);
    expect(before.ledger.memory.kept().sights).toEqual({});
  });

  test("is left out where the clock was set back in between: it would live for longer than it did", async () => {
    const before = start();
    await beat(before);
    expect(await sightsOf(startAgain(before, 0))).toHaveLength(1);
    expect(await sightsOf(startAgain(before, -1))).toEqual([]);
  });

  test("is nothing where nothing was", async () => {
    const next = start();
    next.ledger.memory.restore({ leases: [], sights: { c: {} } });
    expect(await sightsOf(next)).toEqual([]);
  });
});
