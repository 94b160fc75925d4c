import { expect, test } from "@jest/globals";
import { createConsumers } from "../../../lib/alive/consumers.ts";
import { parseRelayFile } from "../../../lib/config/relay-file.ts";
import { beat, ledgers } from "../../support/sightings.ts";

const file = {
  aliases: {
    one: { consumer: "orders-1", topics: ["t"] },
    two: { consumer: "orders-2", topics: { t: [0] } },
  },
  consumerGroups: { orders: { leaseSeconds: 20 } },
  defaults: { consumerGroup: "orders", logsetId: "logset" },
};

/** Consumers over a ledger whose questions are counted. */
function setUp() {
  const [[, create] = []] = ledgers;
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

test("many who watch cost one question in two seconds, and states are those of now", async () => {
  const { consumers, asked, ...sighted } = setUp();
  await beat(sighted);
  sighted.clock.advance(21_000);
  const [first] = await Promise.all([consumers.list(), consumers.list()]);
  sighted.clock.advance(1999);
  const later = await consumers.list();
  expect([first[0]?.state, later[0]?.state, asked()]).toEqual(["alive", "late", 1]);
  sighted.clock.advance(1);
  await consumers.list();
  expect(asked()).toBe(2);
  expect(sighted.clock.pending()).toBe(0);
});

test("a ledger that does not answer is told as that, and asked again at once", async () => {
  const { consumers, asked, fail } = setUp();
  fail(true);
  await expect(consumers.list()).rejects.toMatchObject({ code: "ledger-unavailable" });
  fail(false);
  expect(await consumers.list()).toHaveLength(2);
  expect(asked()).toBe(2);
});
