import { describe, expect, test } from "@jest/globals";
import { parseHeartbeat, parseTopicsOverride } from "../../../lib/heartbeat/parse-heartbeat.ts";
import { mergeTopics } from "../../../lib/heartbeat/heartbeat.ts";
import type { Parsed } from "../../../lib/heartbeat/faults.ts";

const names = { consumerGroup: "orders", consumer: "orders-1", logsetId: "logset" };
const pathsOf = (parsed: Parsed<unknown>) =>
  parsed.ok ? [] : parsed.faults.map(({ path }) => path);
const pathsIn = (input: unknown) => pathsOf(parseHeartbeat(input));

describe("what is accepted", () => {
  test("topics with the partitions that are held", () => {
    expect(parseHeartbeat({ ...names, topics: { a: [1, 0], b: [] } })).toEqual({
      ok: true,
      value: { ...names, topics: new Map(Object.entries({ a: [1, 0], b: [] })) },
    });
  });

  test("a list of topics, each with nothing held yet", () => {
    expect(parseHeartbeat({ ...names, topics: ["a", "b", "a"] })).toEqual({
      ok: true,
      value: { ...names, topics: new Map(Object.entries({ a: [], b: [] })) },
    });
  });

  test("the example of Tencent's page, unchanged", () => {
    const id = "6f6ded3f-948c-4616-9c7c-956a95d8c1a3";
    const example = {
      ConsumerGroup: "test-123",
      Consumer: "test-123-1",
      LogsetId: id,
      TopicPartitionsInfo: [{ TopicID: id, Partitions: [1] }],
    };
    expect(parseHeartbeat(example)).toEqual({
      ok: true,
      value: {
        consumerGroup: "test-123",
        consumer: "test-123-1",
        logsetId: id,
        topics: new Map([[id, [1]]]),
      },
    });
  });

  test.each([
    [{ ...names, topics: ["a"], partitionStrategy: 2 }],
    [
      {
        ...{ ConsumerGroup: "orders", Consumer: "orders-1", LogsetId: "logset" },
        TopicPartitionsInfo: [{ TopicID: "a", Partitions: [] }],
        PartitionStrategy: 2,
      },
    ],
  ])("the strategy that Tencent's own consumers send: %j", (input) => {
    expect(parseHeartbeat(input)).toEqual({
      ok: true,
      value: { ...names, topics: new Map([["a", []]]), partitionStrategy: 2 },
    });
  });

  test.each(["constructor", "toString", "hasOwnProperty"])("a topic named %s", (topicId) => {
    expect(parseHeartbeat({ ...names, topics: { [topicId]: [1] } })).toEqual({
      ok: true,
      value: { ...names, topics: new Map([[topicId, [1]]]) },
    });
  });

  test("the defaults, where a name is left out and only there", () => {
    const defaults = { consumerGroup: "default-group", logsetId: "default-logset" };
    expect(parseHeartbeat({ consumer: "c", topics: ["a"] }, defaults)).toMatchObject({
      value: { ...defaults, consumer: "c" },
    });
    expect(parseHeartbeat({ ...names, topics: ["a"] }, defaults)).toMatchObject({ value: names });
    expect(pathsOf(parseHeartbeat({ ...names, logsetId: null, topics: ["a"] }, defaults))).toEqual([
      "logsetId",
    ]);
  });
});

describe("names", () => {
  test.each([
    ["255 characters", "n".repeat(255)],
    ["255 characters outside the basic plane", "😀".repeat(255)],
    ["letters of any script, and digits first", "1_订单 é"],
  ])("may have %s", (_name, consumer) => {
    expect(pathsIn({ ...names, consumer, topics: { [consumer]: [] } })).toEqual([]);
  });

  test.each([
    ["none", ""],
    ["256 characters", "n".repeat(256)],
    ["256 characters outside the basic plane", "😀".repeat(256)],
    ["a lone surrogate", "a\ud800"],
    ["a line break", "a\nb"],
    ["a line separator", "a\u2028b"],
    ["a zero", "\u0000"],
  ])("may not have %s", (_name, wrong) => {
    expect(pathsIn({ ...names, consumer: wrong, topics: ["a"] })).toEqual(["consumer"]);
    expect(pathsIn({ ...names, topics: ["a", wrong] })).toEqual(["topics.1"]);
    expect(pathsIn({ ...names, topics: { [wrong]: [] } })).toHaveLength(1);
  });

  test.each([1, true, null, [], {}])("are no %j", (wrong) => {
    expect(pathsIn({ ...names, consumerGroup: wrong, topics: ["a"] })).toEqual(["consumerGroup"]);
  });
});

describe("partitions", () => {
  test.each([0, 1, 2 ** 53 - 1])("can be %d", (partition) => {
    expect(pathsIn({ ...names, topics: { a: [partition] } })).toEqual([]);
  });

  test.each([-1, 1.5, 2 ** 53, "1", true, null, [], NaN, Infinity])("cannot be %j", (partition) => {
    const rule = "be a whole number from 0 to 9007199254740991";
    const message = partition === null ? `is null; it must ${rule}` : `must ${rule}`;
    expect(parseHeartbeat({ ...names, topics: { a: [0, partition] } })).toEqual({
      ok: false,
      faults: [{ path: "topics.a.1", message }],
    });
  });

  test.each([
    [{ topics: { a: null } }, "topics.a is null; send [] if the consumer holds no partitions"],
    [
      { topics: null },
      'topics is null; it must be an object such as {"<topicId>": [0, 1]}, or a list of topic ids',
    ],
    [
      { topics: ["a"], partitionStrategy: null },
      "partitionStrategy is null; leave it out, or send a whole number",
    ],
  ])("that Go writes as null are refused with what to send: %j", (more, told) => {
    const parsed = parseHeartbeat({ ...names, ...more });
    expect(parsed.ok ? [] : parsed.faults.map(({ path, message }) => `${path} ${message}`)).toEqual(
      [told],
    );
  });

  test("−0 is partition 0", () => {
    const parsed = parseHeartbeat({ ...names, topics: { a: [-0, 0] } });
    expect(parsed).toMatchObject({ value: { topics: new Map([["a", [0]]]) } });
  });

  test("ten thousand of them are no matter", () => {
    const partitions = Array.from({ length: 10_000 }, (_, index) => index);
    const parsed = parseHeartbeat({ ...names, topics: { a: partitions } });
    expect(parsed.ok && parsed.value.topics.get("a")).toHaveLength(10_000);
  });
});

describe("topics that replace a preset's", () => {
  test.each([
    [{ topics: { a: [0] } }, new Map([["a", [0]]])],
    [{ topics: ["a"] }, new Map([["a", []]])],
    [{}, undefined],
  ])("%j gives %j", (input, value) => {
    expect(parseTopicsOverride(input)).toEqual({ ok: true, value });
  });

  test.each([
    [{ topics: null }, "topics"],
    [{ topics: {} }, "topics"],
    [{ topics: [] }, "topics"],
    [{ consumer: "c" }, "consumer"],
    [{ TopicPartitionsInfo: [] }, "TopicPartitionsInfo"],
  ])("%j is refused", (input, path) => {
    expect(pathsOf(parseTopicsOverride(input))).toEqual([path]);
  });
});

test("a topic named twice is held once, with all that was named", () => {
  expect(
    mergeTopics([
      ["a", [2, 1]],
      ["b", []],
      ["a", [1, 3]],
    ]),
  ).toEqual(new Map(Object.entries({ a: [2, 1, 3], b: [] })));
});
