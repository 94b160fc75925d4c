import { describe, expect, test } from "@jest/globals";
import { type AccessKey, anyone } from "../../../../lib/config/access.ts";
import { type BatchItem, readBatch } from "../../../../lib/http/batch/read-batch.ts";
import { parseRelayFile } from "../../../../lib/config/relay-file.ts";

const file = {
  aliases: {
    "orders-1": { consumer: "orders-1", topics: ["t"] },
    "billing-1": { consumerGroup: "billing", consumer: "billing-1", topics: { t: [2] } },
  },
  defaults: { consumerGroup: "orders", logsetId: "l" },
};
const parsed = parseRelayFile(JSON.stringify(file));
if (!parsed.ok) throw new Error("the file has faults");
const settings = parsed.value;

const read = (heartbeats: readonly unknown[], key: AccessKey = anyone) =>
  readBatch({ heartbeats }, { settings, key });

function itemsOf(heartbeats: readonly unknown[], key?: AccessKey): readonly BatchItem[] {
  const batch = read(heartbeats, key);
  if (!batch.ok) throw new Error(JSON.stringify(batch.faults));
  return batch.value;
}
function faultsOf(heartbeats: readonly unknown[], key?: AccessKey) {
  const batch = read(heartbeats, key);
  return batch.ok ? [] : batch.faults.map(({ path, message }) => `${path}: ${message}`);
}
const told = (item: BatchItem) =>
  item.refusal ? item.refusal.code : [item.alias, item.heartbeat.consumer];

describe("entries", () => {
  test("are heartbeats in either spelling, and aliases with topics of their own or none", () => {
    const items = itemsOf([
      { consumer: "a", topics: ["t"] },
      {
        ConsumerGroup: "g",
        Consumer: "b",
        LogsetId: "m",
        TopicPartitionsInfo: [{ TopicID: "t", Partitions: [1] }],
      },
      { alias: "orders-1" },
      { alias: "billing-1", topics: { t: [3] } },
    ]);
    expect(items).toEqual([
      {
        heartbeat: {
          consumerGroup: "orders",
          consumer: "a",
          logsetId: "l",
          topics: new Map([["t", []]]),
        },
      },
      {
        heartbeat: {
          consumerGroup: "g",
          consumer: "b",
          logsetId: "m",
          topics: new Map([["t", [1]]]),
        },
      },
      { alias: "orders-1", heartbeat: settings.aliases.get("orders-1")?.heartbeat },
      {
        alias: "billing-1",
        heartbeat: {
          consumerGroup: "billing",
          consumer: "billing-1",
          logsetId: "l",
          topics: new Map([["t", [3]]]),
        },
      },
    ]);
  });

  test("with faults are refused by themselves, each with all of its own", () => {
    const items = itemsOf([
      { consumer: "a", topics: ["t"] },
      { consumer: "", topics: { t: [-1] } },
      { alias: 1, extra: 1 },
      { alias: 1 },
      "orders-1",
      { alias: "orders-1", topics: [], consumer: "x" },
    ]);
    const faultPaths = items.map(({ refusal }) => refusal?.faults.map(({ path }) => path));
    expect(faultPaths).toEqual([
      undefined,
      ["consumer", "topics.t.0"],
      ["alias", "extra"],
      ["alias"],
      [""],
      ["topics", "consumer"],
    ]);
    expect(new Set(items.slice(1).map(told))).toEqual(new Set(["invalid-heartbeat"]));
  });

  test("have the faults of the list around them", () => {
    expect(readBatch({}, { settings, key: anyone })).toMatchObject({
      ok: false,
      faults: [{ path: "heartbeats" }],
    });
  });
});

describe("two heartbeats of one consumer", () => {
  test("are a fault, whichever way each names it", () => {
    const own = { consumer: "orders-1", topics: { t: [7] } };
    expect(faultsOf([{ alias: "orders-1" }, own, { alias: "orders-1" }])).toEqual([
      "heartbeats[1]: has the same consumer as heartbeats[0]",
      "heartbeats[2]: has the same consumer as heartbeats[0]",
    ]);
  });

  test("are none where the name is the same in another group or logset", () => {
    const beats = [{ logsetId: "l" }, { logsetId: "m" }, { consumerGroup: "g" }];
    expect(faultsOf(beats.map((beat) => ({ ...beat, consumer: "a", topics: ["t"] })))).toEqual([]);
  });

  test("are none where one of them is refused anyhow, so that no alias out of scope is given away", () => {
    const key = { ...anyone, consumerGroups: ["orders"], aliases: ["nothing"] };
    const own = { consumer: "orders-1", topics: ["t"] };
    const items = itemsOf([{ alias: "orders-1" }, own], key);
    expect(items.map(told)).toEqual(["forbidden", [undefined, "orders-1"]]);
  });
});

describe("scopes", () => {
  test("refuse an entry by itself", () => {
    const key = { ...anyone, consumerGroups: ["orders"], aliases: ["orders-*", "billing-1"] };
    const items = itemsOf(
      [
        { consumer: "a", topics: ["t"] },
        { consumer: "b", consumerGroup: "other", topics: ["t"] },
        { alias: "orders-1" },
        { alias: "billing-1" },
        { alias: "constructor" },
      ],
      key,
    );
    expect(items.map(told)).toEqual([
      [undefined, "a"],
      "forbidden",
      ["orders-1", "orders-1"],
      "forbidden",
      "not-found",
    ]);
  });

  test("of a key for aliases refuse every heartbeat that is none", () => {
    const key = { ...anyone, aliases: ["*"] };
    const items = itemsOf([{ consumer: "a", topics: ["t"] }, { alias: "orders-1" }], key);
    expect(items.map(told)).toEqual(["forbidden", ["orders-1", "orders-1"]]);
  });
});
