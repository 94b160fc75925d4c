import { describe, expect, test } from "@jest/globals";
import { anyone } from "../../../../lib/config/access.ts";
import { faultsOf, itemsOf, told } from "./read-items.ts";

describe("two heartbeats of one consumer", () => {
  test("are a fault, whichever way each names it", () => {
    const own = { consumer: "orders-1", topics: { t: [7] } };
    expect(faultsOf([{ alias: "orders-1" }, own, { alias: "orders-1" }])).toEqual([
      "heartbeats.1: has the same consumer as heartbeats.0",
      "heartbeats.2: has the same consumer as heartbeats.0",
    ]);
  });

  test("are not found where the name is the same in another group or logset", () => {
    const beats = [{ logsetId: "l" }, { logsetId: "m" }, { consumerGroup: "g" }];
    expect(faultsOf(beats.map((beat) => ({ ...beat, consumer: "a", topics: ["t"] })))).toEqual([]);
  });

  test("are not found where one of them is refused already, so that no alias out of scope is given away", () => {
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

  test("are looked at before faults, as they are alone: a key that may not send learns nothing else", () => {
    const key = { ...anyone, aliases: ["orders-1"] };
    const items = itemsOf(
      [
        { consumer: 1 },
        { alias: "billing-1", topics: 1 },
        { alias: "x", y: 1 },
        { alias: "orders-1", topics: 1 },
      ],
      key,
    );
    expect(items.map(told)).toEqual(["forbidden", "forbidden", "not-found", "invalid-heartbeat"]);
  });

  test("of a key for aliases refuse every heartbeat without an alias", () => {
    const key = { ...anyone, aliases: ["*"] };
    const items = itemsOf([{ consumer: "a", topics: ["t"] }, { alias: "orders-1" }], key);
    expect(items.map(told)).toEqual(["forbidden", ["orders-1", "orders-1"]]);
  });
});
