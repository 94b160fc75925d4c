import { describe, expect, test } from "@jest/globals";
import { ClsError } from "../cls-error.ts";
import { parseDescribe, parseHeartbeat } from "../parameters.ts";

const example = {
  ConsumerGroup: "test-123",
  Consumer: "test-123-1",
  LogsetId: "6f6ded3f-948c-4616-9c7c-956a95d8c1a3",
  TopicPartitionsInfo: [{ TopicID: "6f6ded3f-948c-4616-9c7c-956a95d8c1a3", Partitions: [1] }],
};
const without = (name: string) =>
  Object.fromEntries(Object.entries(example).filter(([key]) => key !== name));
const withTopic = (topic: unknown) => ({ ...example, TopicPartitionsInfo: [topic] });

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ClsError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "accepted";
}

describe("the parameters of SendConsumerHeartbeat", () => {
  test("the example on Tencent's page is accepted as it stands", () => {
    expect(parseHeartbeat(example)).toEqual({
      consumerGroup: "test-123",
      consumer: "test-123-1",
      logsetId: "6f6ded3f-948c-4616-9c7c-956a95d8c1a3",
      topics: [{ topicId: "6f6ded3f-948c-4616-9c7c-956a95d8c1a3", partitions: [1] }],
    });
  });

  test.each<[string, unknown]>([
    ["an empty list of partitions", withTopic({ TopicID: "t", Partitions: [] })],
    ["partition 0", withTopic({ TopicID: "t", Partitions: [0] })],
    ["a partition strategy", { ...example, PartitionStrategy: 2 }],
    ["a consumer of 255 characters", { ...example, Consumer: "c".repeat(255) }],
  ])("%s is accepted", (_what, body) => {
    expect(refusal(() => parseHeartbeat(body))).toBe("accepted");
  });

  test.each<[string, unknown, string]>([
    ["no ConsumerGroup", without("ConsumerGroup"), "MissingParameter: .*ConsumerGroup"],
    ["no Consumer", without("Consumer"), "MissingParameter: .*Consumer is"],
    ["no LogsetId", without("LogsetId"), "MissingParameter: .*LogsetId"],
    ["no topics", without("TopicPartitionsInfo"), "MissingParameter: .*TopicPartitionsInfo"],
    ["no TopicID", withTopic({ Partitions: [] }), "MissingParameter: .*Info.0.TopicID"],
    ["no Partitions", withTopic({ TopicID: "t" }), "MissingParameter: .*Info.0.Partitions"],
    ["an unknown key", { ...example, Extra: 1 }, "UnknownParameter: .* Extra "],
    [
      "an unknown key in a topic",
      withTopic({ TopicID: "t", Partitions: [], TopicId: "t" }),
      "UnknownParameter: .*Info.0.TopicId ",
    ],
    ["a key __proto__", JSON.parse('{"__proto__":{}}'), "UnknownParameter: .*__proto__"],
    ["no object", [], "InvalidParameter: The request body"],
    ["null", null, "InvalidParameter: The request body"],
    ["a text", "text", "InvalidParameter: The request body"],
    ["a number for a name", { ...example, Consumer: 1 }, "InvalidParameter: Consumer"],
    [
      "an object for the topics",
      { ...example, TopicPartitionsInfo: {} },
      "InvalidParameter: Topic",
    ],
    ["a text for a topic", withTopic("t"), "InvalidParameter: TopicPartitionsInfo.0 "],
    [
      "null partitions",
      withTopic({ TopicID: "t", Partitions: null }),
      "InvalidParameter: .*Partit",
    ],
    [
      "a partition in quotes",
      withTopic({ TopicID: "t", Partitions: [0, "1"] }),
      "InvalidParameter: TopicPartitionsInfo.0.Partitions.1 ",
    ],
    ["a strategy in quotes", { ...example, PartitionStrategy: "2" }, "InvalidParameter: Partition"],
    ["a strategy of null", { ...example, PartitionStrategy: null }, "InvalidParameter: Partition"],
    ["an empty name", { ...example, ConsumerGroup: "" }, "InvalidParameterValue: ConsumerGroup"],
    [
      "no topic in the list",
      { ...example, TopicPartitionsInfo: [] },
      "InvalidParameterValue: Topic",
    ],
    [
      "a consumer of 256 characters",
      { ...example, Consumer: "c".repeat(256) },
      "InvalidParameterValue: Consumer",
    ],
    [
      "a negative partition",
      withTopic({ TopicID: "t", Partitions: [-1] }),
      "InvalidParameterValue: .*Partitions.0",
    ],
    [
      "half a partition",
      withTopic({ TopicID: "t", Partitions: [0.5] }),
      "InvalidParameterValue: .*Partitions.0",
    ],
  ])("%s is refused", (_what, body, message) => {
    expect(refusal(() => parseHeartbeat(body))).toMatch(new RegExp(`^${message}`));
  });
});

describe("the parameters of DescribeConsumerGroups", () => {
  test("are a logset and, if wanted, topics", () => {
    expect(parseDescribe({ LogsetId: "l" })).toEqual({ logsetId: "l", topicIds: [] });
    expect(parseDescribe({ LogsetId: "l", Topics: ["t"] })).toEqual({
      logsetId: "l",
      topicIds: ["t"],
    });
  });

  test.each<[string, unknown, string]>([
    ["no logset", {}, "MissingParameter: .*LogsetId"],
    ["topics that are no list", { LogsetId: "l", Topics: "t" }, "InvalidParameter: Topics"],
    ["a topic that is no text", { LogsetId: "l", Topics: [1] }, "InvalidParameter: Topics.0"],
    ["an unknown key", { LogsetId: "l", Offset: 0 }, "UnknownParameter: .*Offset"],
  ])("%s is refused", (_what, body, message) => {
    expect(refusal(() => parseDescribe(body))).toMatch(new RegExp(`^${message}`));
  });
});
