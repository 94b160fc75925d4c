import { describe, expect, test } from "@jest/globals";
import type { HeldLease } from "../../../lib/ledger/ledger.ts";
import { entry, setUpMemoryLedger, settle, settled } from "../../support/ledger.ts";

const minute = 60_000;

/** The ledger of a process that starts `laterMs` after the one before it, by the wall clock. */
function startAgain(leases: readonly HeldLease[], { laterMs = 0, ratePerSecond = 1 } = {}) {
  const next = setUpMemoryLedger({ ratePerSecond });
  next.clock.setWallForward(laterMs);
  return { ...next, restored: next.ledger.memory.restore({ leases }) };
}

describe("leases that outlive their process", () => {
  test("are told by the wall clock, until they end", async () => {
    const { clock, ledger, renew } = setUpMemoryLedger();
    const startMs = clock.epochMs();
    await renew("a", { leaseMs: 20_000 });
    const lease = { endsEpochMs: startMs + 20_000, lengthMs: 20_000, key: "key", isKept: false };
    expect(ledger.memory.kept().leases).toEqual([{ consumer: "a", ...lease }]);
    clock.advance(19_000);
    expect(ledger.memory.kept().leases).toEqual([]);
  });

  test("are told by what is left of them after the clock was set back", async () => {
    const { clock, ledger, renew } = setUpMemoryLedger();
    await renew("a");
    clock.setWallForward(-60 * minute);
    clock.advance(9000);
    const leftMs = (ledger.memory.kept().leases[0]?.endsEpochMs ?? 0) - clock.epochMs();
    expect(leftMs).toBe(30_000);
  });

  test("are held again, go before those who join, and count for their keys", async () => {
    const before = setUpMemoryLedger();
    await before.renew("a");
    before.clock.advance(15_000);
    await before.renew("a");
    const next = startAgain(before.ledger.memory.kept().leases, { laterMs: 40_000 });
    expect([next.restored, next.ledger.fill(40_000).held]).toEqual([1, 1]);
    settle(await next.take("busy"));
    const joins = next.take("joins");
    const holds = next.take("a");
    next.clock.advance(1000);
    expect(await settled(holds)).toMatchObject({ granted: true });
    expect(await settled(joins)).toBeUndefined();
    expect(next.ledger.memory.kept().leases).toContainEqual(
      expect.objectContaining({ consumer: "a", isKept: true }),
    );
  });

  test("that have ended are not restored", async () => {
    const before = setUpMemoryLedger();
    await before.renew("a");
    const leases = before.ledger.memory.kept().leases;
    expect(startAgain(leases, { laterMs: 39_999 }).restored).toBe(1);
    const late = startAgain(leases, { laterMs: 40_000 });
    expect([late.restored, late.ledger.fill(40_000).held]).toEqual([0, 0]);
  });

  test("last no longer than a lease where the clock was set back in between", async () => {
    const before = setUpMemoryLedger();
    await before.renew("a");
    const next = startAgain(before.ledger.memory.kept().leases, { laterMs: -60 * minute });
    expect(next.restored).toBe(1);
    next.clock.advance(39_999);
    expect(next.ledger.fill(40_000).held).toBe(1);
    next.clock.advance(250);
    expect(next.ledger.fill(40_000).held).toBe(0);
  });

  test("keep out others where they are all that the rate carries", async () => {
    const names = Array.from({ length: 40 }, (_, index) => `c${index}`);
    const leases = names.map((consumer) => ({
      consumer,
      endsEpochMs: Date.UTC(2026, 0, 1) + 40_000,
      ...{ lengthMs: 40_000, key: "key", isKept: true },
    }));
    const { take } = startAgain(leases);
    expect(await take("joins")).toMatchObject({ granted: false, reason: "overloaded" });
    expect(await take("c0")).toMatchObject({ granted: true });
  });
});

test("the use of the rate: slots that calls hold, also a second after their answers, and who waits", async () => {
  const { clock, ledger, take } = setUpMemoryLedger({ ratePerSecond: 2 });
  const usage = () => ledger.memory.usage();
  expect(usage()).toEqual({ slots: 2, slotsUsed: 0, waiting: 0 });
  const [first] = [await take("a"), await take("b")];
  const third = ledger.enter(entry("c")).take({ maxWaitMs: 5000, latestUsefulMs: Infinity });
  expect(usage()).toEqual({ slots: 2, slotsUsed: 2, waiting: 1 });
  settle(first);
  clock.advance(1000);
  expect(await settled(third)).toMatchObject({ granted: true });
  expect(usage()).toEqual({ slots: 2, slotsUsed: 2, waiting: 0 });
});
