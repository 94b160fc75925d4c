import { describe, expect, test } from "@jest/globals";
import { anyone } from "../../../../lib/config/access.ts";
import { readBatch } from "../../../../lib/http/batch/read-batch.ts";
import { toRelayError } from "../../../../lib/heartbeat/relay-error.ts";
import { readJson } from "../../../../lib/http/body.ts";
import { parseJson } from "../../../../lib/heartbeat/parse-json.ts";
import { itemsOf, settings, told } from "./read-items.ts";

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

  test("with a name twice are refused by themselves, at the path that they would have alone", () => {
    const text = `{"heartbeats":[
      {"consumer":"a","topics":{"t":[0],"t":[1]}},
      {"consumer":"b","topics":["t"]},
      {"consumer":"c","cons\\u0075mer":"d","topics":[]},
      {"alias":"orders-1","alias":"billing-1"},
      {"alias":1,"alias":2,"topics":["t"]}
    ]}`;
    const batch = readBatch(parseJson(text, "heartbeats"), { settings, key: anyone });
    const items = batch.ok ? batch.value : [];
    expect(items.map(({ refusal }) => refusal?.faults.map(({ path }) => path))).toEqual([
      ["topics.t"],
      undefined,
      ["consumer", "topics"],
      ["alias"],
      ["alias"],
    ]);
  });

  test.each([
    ['{"heartbeats":[{"alias":"orders-1"}],"heartbeats":[{"alias":"billing-1"}]}', ["heartbeats"]],
    ['{"heartbeats":[{"alias":"orders-1"}],"x":1,"x":2}', ["x"]],
    ['{"heartbeats":{"a":1,"a":2}}', ["heartbeats"]],
  ])("stand in a list whose own names are given once: %s", (text, paths) => {
    const batch = readBatch(parseJson(text, "heartbeats"), { settings, key: anyone });
    expect(batch.ok ? [] : batch.faults.map(({ path }) => path)).toEqual(paths);
  });

  const filled = (before: string, filler: string, after: string) => (bytes: number) => {
    const left = bytes - Buffer.byteLength(before + after);
    return before + filler.repeat(left / Buffer.byteLength(filler)) + after;
  };
  test.each([
    ["partitions", filled('{"consumer":"cc","topics":{"t":[', "7,", "7]}}")],
    ["blanks", filled('{"consumer":"c","topics":["t"]', " ", "}")],
    ["letters of two bytes", filled('{"consumer":"c","topics":["t"],"x":"', "é", '"}')],
  ])("may have as many bytes as alone, and not one more: %s", (_name, entryOf) => {
    const readAlone = (text: string) => {
      try {
        readJson({ body: text, headers: {} }, { example: "" });
        return "read";
      } catch (thrown) {
        return toRelayError(thrown).code;
      }
    };
    for (const bytes of [16_384, 16_386, 40_000]) {
      const text = entryOf(bytes);
      expect(Buffer.byteLength(text)).toBe(bytes);
      const json = parseJson(`{"heartbeats":[{"alias":"x"}, ${text} ,1]}`, "heartbeats");
      const batch = readBatch(json, { settings, key: anyone });
      const code = batch.ok && batch.value[1]?.refusal?.code;
      const alone = readAlone(text);
      expect(alone).toBe(bytes > 16_384 ? "body-too-large" : "read");
      expect(code === "body-too-large").toBe(alone === "body-too-large");
    }
  });

  test("have the faults of the list around them", () => {
    expect(readBatch(parseJson("{}"), { settings, key: anyone })).toMatchObject({
      ok: false,
      faults: [{ path: "heartbeats" }],
    });
  });
});
