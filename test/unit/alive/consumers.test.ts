import { expect, test } from "@jest/globals";
import { createConsumers } from "../../../lib/alive/consumers.ts";
import { parseRelayFile } from "../../../lib/config/relay-file.ts";
import { beat, ledgers } from "../../support/sightings.ts";

const file = {
  aliases: {
    one: { consumer: "orders-1", topics: ["t"] },
    two: { consumer: "orders-2", topics: { t: [0] } },
    another: { consumer: "orders-1", topics: ["t"] },
  },
  consumerGroups: { orders: { leaseSeconds: 20 } },
  defaults: { consumerGroup: "orders", logsetId: "logset" },
};

/** Consumers over a ledger whose questions are counted. */
function setUp(name = "memory") {
  const [, create] = ledgers.find(([one]) => one === name) ?? [];
  if (create === undefined) throw new Error("there is no ledger");
  const { clock, ledger } = create();
  const settings = parseRelayFile(JSON.stringify(file));
  if (!settings.ok) throw new Error(JSON.stringify(settings.faults));
  let asked = 0;
  let fails = false;
  const sights = (signal: AbortSignal) => {
    asked += 1;
    return fails ? Promise.reject(new Error("down")) : ledger.sights(signal);
  };
  const parts = { clock, callMs: 3000, settings: settings.value, ratePerSecond: 4 };
  return {
    clock,
    ledger,
    consumers: createConsumers({ ledger: { ...ledger, sights }, ...parts }),
    asked: () => asked,
    fail: (is: boolean) => void (fails = is),
  };
}

test("what was seen is told with the name of its alias, and what never was is silent", async () => {
  const { consumers, ...sighted } = setUp();
  await beat(sighted);
  expect(await consumers.list()).toMatchObject([
    { state: "alive", missed: 0, mayHaveEnded: false, sight: { alias: "one", leaseMs: 40_000 } },
    {
      state: "silent",
      sight: {
        consumer: "orders-2",
        alias: "two",
        leaseMs: 20_000,
        cadenceMs: 9000,
        partitions: new Map([["t", []]]),
      },
    },
  ]);
});

test("an alias under which it beat is told before another of the same consumer", async () => {
  const { consumers, ...sighted } = setUp();
  await beat(sighted, { alias: "another" });
  expect((await consumers.list())[0]?.sight.alias).toBe("another");
});

test.each([
  ["that was renamed", "old", "orders-1", "one"],
  ["that was removed", "old", "orders-3", "old"],
  ["that is another consumer's by now", "two", "orders-3", undefined],
])("an alias %s has the quiet times of no consumer but its own", async (...row) => {
  const [, alias, consumer, expected] = row;
  const { consumers, ...sighted } = setUp();
  await beat(sighted, { alias, consumer });
  const told = (await consumers.list()).find(({ sight }) => sight.consumer === consumer);
  expect(told?.sight.alias).toBe(expected);
});

test("many who watch a table cost one question in two seconds, and who beats meanwhile is not late", async () => {
  const { consumers, asked, ...sighted } = setUp("table");
  await beat(sighted);
  sighted.clock.advance(21_000);
  const [first] = await Promise.all([consumers.list(), consumers.list()]);
  sighted.clock.advance(1999);
  const later = await consumers.list();
  expect([first[0]?.state, later[0]?.state, asked()]).toEqual(["alive", "alive", 1]);
  sighted.clock.advance(1);
  expect([(await consumers.list())[0]?.state, asked()]).toEqual(["late", 2]);
  expect(sighted.clock.pending()).toBe(0);
});

test("one process tells what is so now", async () => {
  const { consumers, ...sighted } = setUp();
  const stateNow = async () => (await consumers.list())[0]?.state;
  expect(await stateNow()).toBe("silent");
  await beat(sighted);
  expect(await stateNow()).toBe("alive");
  sighted.clock.advance(22_000);
  expect(await stateNow()).toBe("late");
});

test("a ledger that does not answer is told as that, and asked again at once", async () => {
  const { consumers, asked, fail } = setUp();
  fail(true);
  await expect(consumers.list()).rejects.toMatchObject({ code: "ledger-unavailable" });
  fail(false);
  expect(await consumers.list()).toHaveLength(2);
  expect(asked()).toBe(2);
});
