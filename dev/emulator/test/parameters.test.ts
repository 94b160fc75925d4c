import { describe, expect, test } from "@jest/globals";
import { ClsError } from "../cls-error.ts";
import { actions } from "../actions/actions.ts";
import { createConsumerGroups } from "../groups/consumer-groups.ts";
import { createResources } from "../groups/resources.ts";

const example = {
  ConsumerGroup: "test-123",
  Consumer: "test-123-1",
  LogsetId: "6f6ded3f-948c-4616-9c7c-956a95d8c1a3",
  TopicPartitionsInfo: [{ TopicID: "6f6ded3f-948c-4616-9c7c-956a95d8c1a3", Partitions: [1] }],
};
const without = (name: string) =>
  Object.fromEntries(Object.entries(example).filter(([key]) => key !== name));
const withTopic = (topic: unknown) => ({ ...example, TopicPartitionsInfo: [topic] });

const region = "ap-guangzhou";

/** Code and message of a refusal, by an account in which the group "test-123" consumes "t" and "u". */
function refusal(action: keyof typeof actions, json: unknown): string {
  const groups = createConsumerGroups({ createsGroups: true });
  const settings = { leaseMs: 40_000, topicIds: ["t", "u"] };
  groups.create({ region, logsetId: "l", consumerGroup: "test-123" }, settings);
  try {
    actions[action]?.({ groups, resources: createResources({}), region }, json);
  } catch (error) {
    if (error instanceof ClsError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "accepted";
}

describe("the parameters of SendConsumerHeartbeat", () => {
  test.each<[string, unknown]>([
    ["the example on Tencent's page", example],
    ["an empty list of partitions", withTopic({ TopicID: "t", Partitions: [] })],
    ["partition 0", withTopic({ TopicID: "t", Partitions: [0] })],
    ["a partition strategy", { ...example, PartitionStrategy: 2 }],
    ["a consumer of 255 characters", { ...example, Consumer: "c".repeat(255) }],
  ])("%s is accepted", (_what, body) => {
    expect(refusal("SendConsumerHeartbeat", body)).toBe("accepted");
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
    expect(refusal("SendConsumerHeartbeat", body)).toMatch(new RegExp(`^${message}`));
  });
});

const group = { ConsumerGroup: "test-123", LogsetId: "l" };
const settings = { ...group, Timeout: 20, Topics: ["t"] };
const offsets = (entry: object, topic: object = {}) => ({
  ...group,
  Consumer: "c",
  TopicPartitionOffsetsInfo: [{ TopicID: "t", PartitionOffsets: [entry], ...topic }],
});

describe("the parameters of groups and offsets", () => {
  test.each<[string, string, unknown]>([
    ["DescribeConsumerGroups", "a logset alone", { LogsetId: "l" }],
    ["DescribeConsumerGroups", "topics, too", { LogsetId: "l", Topics: ["t"] }],
    ["CreateConsumerGroup", "a name, a timeout and topics", { ...settings, ConsumerGroup: "n" }],
    ["ModifyConsumerGroup", "a timeout and topics", settings],
    ["CommitConsumerOffsets", "an offset", offsets({ PartitionId: 1, Offset: 7 })],
    ["CommitConsumerOffsets", "offset -1", offsets({ PartitionId: 1, Offset: -1 })],
    ["DescribeConsumerOffsets", "a time as text", { ...group, From: "1760000000" }],
    ["DescribeConsumerOffsets", "a time as a number", { ...group, From: 1_760_000_000 }],
    [
      "DescribeConsumerOffsets",
      "a partition",
      { ...group, From: "end", TopicId: "t", PartitionId: "1" },
    ],
    ["DeleteConsumerGroup", "a name", group],
  ])("of %s: %s is accepted", (action, _what, body) => {
    expect(refusal(action, body)).toBe("accepted");
  });

  test.each<[string, string, unknown, string]>([
    ["DescribeConsumerGroups", "no logset", {}, "MissingParameter: .*LogsetId"],
    [
      "DescribeConsumerGroups",
      "no list",
      { LogsetId: "l", Topics: "t" },
      "InvalidParameter: Topics",
    ],
    [
      "DescribeConsumerGroups",
      "a number",
      { LogsetId: "l", Topics: [1] },
      "InvalidParameter: Topics.0",
    ],
    [
      "DescribeConsumerGroups",
      "an unknown key",
      { LogsetId: "l", Offset: 0 },
      "UnknownParameter: .*Offset",
    ],
    [
      "CreateConsumerGroup",
      "a timeout of 0",
      { ...settings, Timeout: 0 },
      "InvalidParameterValue: Timeout",
    ],
    [
      "CreateConsumerGroup",
      "a timeout in quotes",
      { ...settings, Timeout: "20" },
      "InvalidParameter: Timeout",
    ],
    ["ModifyConsumerGroup", "no topics", { ...group, Timeout: 20 }, "MissingParameter: .*Topics"],
    ["DeleteConsumerGroup", "a timeout", settings, "UnknownParameter: .*Timeout"],
    [
      "CommitConsumerOffsets",
      "no consumer",
      { ...group, TopicPartitionOffsetsInfo: [] },
      "MissingParameter: .*Consumer",
    ],
    [
      "CommitConsumerOffsets",
      "an offset of -2",
      offsets({ PartitionId: 1, Offset: -2 }),
      "InvalidParameterValue: .*0.PartitionOffsets.0.Offset",
    ],
    [
      "CommitConsumerOffsets",
      "no partition",
      offsets({ Offset: 1 }),
      "MissingParameter: .*PartitionId",
    ],
    [
      "CommitConsumerOffsets",
      "a misspelt topic",
      offsets({}, { TopicId: "t" }),
      "UnknownParameter: .*Info.0.TopicId ",
    ],
    ["DescribeConsumerOffsets", "no time", group, "InvalidParameter: From"],
  ])("of %s: %s is refused", (action, _what, body, message) => {
    expect(refusal(action, body)).toMatch(new RegExp(`^${message}`));
  });
});
