import { describe, expect, test } from "@jest/globals";
import { parseHeartbeat, parseTopicsOverride } from "../../../lib/heartbeat/parse-heartbeat.ts";
import type { Parsed } from "../../../lib/heartbeat/faults.ts";

const names = { consumerGroup: "orders", consumer: "orders-1", logsetId: "logset" };
const pathsOf = (parsed: Parsed<unknown>) =>
  parsed.ok ? [] : parsed.faults.map(({ path }) => path);
const pathsIn = (input: unknown) => pathsOf(parseHeartbeat(input));

describe("what is refused", () => {
  test.each([[null], [[]], ["text"], [1], [true], [undefined]])("%j is no heartbeat", (input) => {
    expect(pathsIn(input)).toEqual([""]);
    expect(pathsOf(parseTopicsOverride(input))).toEqual([""]);
  });

  test("everything that is missing, at once", () => {
    expect(pathsIn({})).toEqual(["consumerGroup", "consumer", "logsetId", "topics"]);
    expect(pathsIn({ Consumer: "c" })).toEqual([
      "ConsumerGroup",
      "LogsetId",
      "TopicPartitionsInfo",
    ]);
  });

  test.each([[{}], [[]], [null], ["a"], [{ a: null }], [{ a: 0 }], [[1]]])(
    "%j are no topics",
    (topics) => {
      expect(pathsIn({ ...names, topics })).toHaveLength(1);
    },
  );

  test.each(["constructor", "Topics", "consumergroup", "x"])("the unknown key %s", (key) => {
    expect(pathsIn({ ...names, topics: ["a"], [key]: 1 })).toEqual([key]);
  });

  test("an unknown key inside Tencent's shape", () => {
    const TopicPartitionsInfo = [{ TopicID: "a", Partitions: [], TopicId: "a" }];
    expect(
      pathsIn({ ConsumerGroup: "g", Consumer: "c", LogsetId: "l", TopicPartitionsInfo }),
    ).toEqual(["TopicPartitionsInfo.0.TopicId"]);
  });

  test("two spellings mixed, though nothing be missing", () => {
    expect(pathsIn({ ...names, topics: ["a"], Consumer: "c" })).toContain("");
  });
});

describe("__proto__ is never dropped in silence", () => {
  const whole = '"consumerGroup":"g","consumer":"c","logsetId":"l"';
  test.each([
    [`{${whole},"topics":["a"],"__proto__":{}}`, "__proto__"],
    [`{${whole},"topics":{"a":[],"__proto__":[1]}}`, "topics.__proto__"],
    [`{${whole},"topics":{"a":{"__proto__":[1]}}}`, "topics.a.__proto__"],
    [`{"__proto__":{${whole},"topics":["a"]}}`, "__proto__"],
    [`{"ConsumerGroup":"g","__proto__":1}`, "__proto__"],
    [`{${whole},"topics":["a","__proto__"]}`, "topics.1"],
    [
      `{"TopicPartitionsInfo":[{"TopicID":"__proto__","Partitions":[1]}]}`,
      "TopicPartitionsInfo.0.TopicID",
    ],
    [
      `{"TopicPartitionsInfo":[{"TopicID":"a","__proto__":[1]}]}`,
      "TopicPartitionsInfo.0.__proto__",
    ],
  ])("in %s", (text, path) => {
    expect(pathsIn(JSON.parse(text))).toContain(path);
  });

  test("in topics that replace a preset's", () => {
    const override: unknown = JSON.parse('{"topics":{"a":[],"__proto__":[1]}}');
    expect(pathsOf(parseTopicsOverride(override))).toEqual(["topics.__proto__"]);
  });
});

test.each([
  ["lists", "[".repeat(8000), "]".repeat(8000)],
  ["objects", '{"a":'.repeat(2000), `1${"}".repeat(2000)}`],
])("nesting as deep as a body allows is refused like anything else: %s", (_name, open, close) => {
  const nested: unknown = JSON.parse(`${open}${close}`);
  for (const topics of [nested, { a: nested }, { a: [nested] }, [nested]]) {
    expect(pathsIn({ ...names, topics })).not.toEqual([]);
    expect(pathsOf(parseTopicsOverride({ topics }))).not.toEqual([]);
  }
});
