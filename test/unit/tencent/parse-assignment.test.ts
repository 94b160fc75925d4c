import { describe, expect, test } from "@jest/globals";
import { parseAnswer } from "../../../lib/tencent/heartbeat-client.ts";

const reported = {
  consumerGroup: "orders",
  topics: new Map([
    ["a", [0, 1]],
    ["b", [5]],
  ]),
};
const parse = (topics: unknown, more: object = { RequestId: "r" }) =>
  parseAnswer({ ConsumerGroup: "orders", TopicPartitionsInfo: topics, ...more }, reported);
const assigned = (topics: unknown) => {
  const assignment = parse(topics);
  return assignment && Object.fromEntries(assignment.topics);
};

test("an accepted answer is the assignment, with the id that CLS gave the request", () => {
  const answer = parse([
    { TopicID: "a", Partitions: [1, 2] },
    { TopicID: "b", Partitions: [5] },
  ]);
  expect(answer).toEqual({
    topics: new Map(Object.entries({ a: [1, 2], b: [5] })),
    requestId: "r",
  });
});

describe("what may be absent or null", () => {
  test.each([
    [undefined],
    [null],
    [[]],
    [[{ TopicID: "a", Partitions: null }]],
    [[{ TopicID: "a" }]],
    [[{ TopicID: null, Partitions: null }, { TopicID: "", Partitions: [] }, {}]],
  ])("%j assigns nothing to the topics that were reported", (topics) => {
    expect(assigned(topics)).toEqual({ a: [], b: [] });
  });

  test("a topic that was not reported is assigned all the same", () => {
    expect(assigned([{ TopicID: "c", Partitions: [0] }])).toEqual({ a: [], b: [], c: [0] });
  });

  test("a topic in two entries has the partitions of both", () => {
    const parts = [
      { TopicID: "a", Partitions: [0] },
      { TopicID: "a", Partitions: [3] },
    ];
    expect(assigned(parts)).toEqual({ a: [0, 3], b: [] });
  });

  test("unknown fields are ignored", () => {
    expect(assigned([{ TopicID: "a", Partitions: [0], Offset: 7 }])).toEqual({ a: [0], b: [] });
  });

  test("names with unusual characters are kept", () => {
    const answer = parse([{ TopicID: "__proto__", Partitions: [1] }]);
    expect(answer?.topics.get("__proto__")).toEqual([1]);
  });
});

describe("an answer that is not accepted", () => {
  test.each([
    [[{ TopicID: "a", Partitions: [-1] }]],
    [[{ TopicID: "a", Partitions: [1.5] }]],
    [[{ TopicID: "a", Partitions: [2 ** 53] }]],
    [[{ TopicID: "a", Partitions: ["1"] }]],
    [[{ TopicID: "a", Partitions: [null] }]],
    [[{ TopicID: "a", Partitions: 1 }]],
    [[{ TopicID: 7, Partitions: [1] }]],
    [[{ Partitions: [1] }]],
    [[{ TopicID: "", Partitions: [1] }]],
    [[null]],
    [[[]]],
    [{}],
    ["a"],
  ])("topics such as %j", (topics) => {
    expect(parse(topics)).toBeUndefined();
  });

  test.each([[{}], [{ RequestId: "" }], [{ RequestId: null }], [{ RequestId: 7 }]])(
    "a request id such as in %j",
    (more) => {
      expect(parse([], more)).toBeUndefined();
    },
  );

  test.each([[undefined], [null], ["text"], [[]], [7]])("%j in its place", (input) => {
    expect(parseAnswer(input, reported)).toBeUndefined();
  });
});

test.each([[""], [0], [false], [{}], [{ Code: "InternalError" }]])(
  "one with an error such as %j",
  (error) => {
    expect(parseAnswer({ RequestId: "r", Error: error }, reported)).toBeUndefined();
  },
);

test("an error that is null does not count", () => {
  expect(parseAnswer({ RequestId: "r", Error: null }, reported)).toBeDefined();
});

describe("what an answer claims", () => {
  const claims = (more: object) => parse([], { RequestId: "r", ...more });

  test.each([["orders"], [null], [undefined]])("the consumer group may be %j", (group) => {
    expect(claims({ ConsumerGroup: group })).toBeDefined();
  });

  test.each([["billing"], ["Orders"], ["orders "], [""], [7], [["orders"]], [{}]])(
    "the consumer group may not be %j, which was not asked about",
    (group) => {
      expect(claims({ ConsumerGroup: group })).toBeUndefined();
    },
  );

  test("a partition that is repeated is kept once, within an entry and across entries", () => {
    const parts = [
      { TopicID: "a", Partitions: [3, 3, 0] },
      { TopicID: "a", Partitions: [0, 4] },
      { TopicID: "c", Partitions: [1, 1] },
    ];
    expect(assigned(parts)).toEqual({ a: [3, 0, 4], b: [], c: [1] });
  });

  test("may have as many entries as there were topics, and a hundred more", () => {
    const entries = (count: number) => Array.from({ length: count }, () => ({ TopicID: "a" }));
    expect(parse(entries(102))).toBeDefined();
    expect(parse(entries(103))).toBeUndefined();
  });

  test("many partitions of one topic take no longer than many of many", () => {
    const parts = Array.from({ length: 102 }, (_, index) => {
      return { TopicID: "a", Partitions: Array.from({ length: 1000 }, (_, at) => index + at) };
    });
    expect(assigned(parts)?.["a"]).toHaveLength(1101);
  });
});
