import { expect, test } from "@jest/globals";
import { readState, writeState } from "../../../server/state-text.ts";
import { setUpMemoryLedger } from "../../support/ledger.ts";
import { beat } from "../../support/sightings.ts";

const sight = {
  ...{ logsetId: "logset", group: "orders", consumer: "orders-1", key: "key" },
  ...{ seenLeaseMs: 40_000, cadenceMs: 18_000, partitions: "{}" },
  ...{ triedMs: 1, outcome: "renewed", renewedMs: 1 },
};
const textOf = (more: object) => JSON.stringify({ version: 1, leases: [], ...more });

test("what a process knows is read as it was written", async () => {
  const sighted = setUpMemoryLedger();
  await beat(sighted, { instance: "one", alias: "alias" });
  const kept = { ...sighted.ledger.memory.kept(), told: '{"open":[]}' };
  expect(Object.keys(kept.sights ?? {})).toEqual(["c"]);
  expect(readState(writeState(kept))).toEqual(JSON.parse(JSON.stringify(kept)));
});

test("an older file has leases alone", () => {
  expect(readState(textOf({}))).toEqual({ leases: [] });
});

test.each([
  ["one consumer", { c: sight }, true],
  ["a consumer without a lease's length", { c: { ...sight, seenLeaseMs: undefined } }, false],
  ["a time that is none", { c: { ...sight, renewedMs: null } }, false],
  ["a list of consumers", [sight], false],
])("a file with %s", (_what, sights, isRead) => {
  expect(readState(textOf({ sights })) !== undefined).toBe(isRead);
});

test("what was told is a text", () => {
  expect(readState(textOf({ told: {} }))).toBeUndefined();
});
