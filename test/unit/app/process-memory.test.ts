import { expect, test } from "@jest/globals";
import { createMemoryJournal } from "../../../lib/alive/watch/journal.ts";
import { toText } from "../../../lib/alive/watch/told-text.ts";
import { nothingTold } from "../../../lib/alive/watch/told.ts";
import { createProcessMemory } from "../../../lib/app/process-memory.ts";
import { setUpMemoryLedger } from "../../support/ledger.ts";
import { beat, signal } from "../../support/sightings.ts";

function start() {
  const sighted = setUpMemoryLedger();
  const journal = createMemoryJournal(sighted.clock);
  return { ...sighted, journal, memory: createProcessMemory(sighted.ledger.memory, journal) };
}

test("what one process knew, the next one knows: leases, consumers, and what was told", async () => {
  const [before, next] = [start(), start()];
  await beat(before);
  before.journal.restore(toText({ ...nothingTold, lookedMs: 5 }));
  next.clock.advance(1000);
  expect(next.memory.restore(before.memory.kept())).toBe(1);
  expect(await next.ledger.sights(signal)).toHaveLength(1);
  expect(await next.journal.read(signal)).toMatchObject({ lookedMs: 5 });
});

test("a process before that kept leases alone told nothing", async () => {
  const next = start();
  const nowMs = next.clock.epochMs();
  const lease = { consumer: "c", endsEpochMs: nowMs + 1000, lengthMs: 40_000, key: "key" };
  expect(next.memory.restore({ leases: [{ ...lease, isKept: true }] })).toBe(1);
  expect(await next.journal.read(signal)).toEqual(nothingTold);
});
