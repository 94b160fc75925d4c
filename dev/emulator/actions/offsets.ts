import type { Account, Action } from "./action.ts";
import {
  type Fields,
  has,
  readFields,
  readInteger,
  readList,
  readText,
  wrongType,
} from "./read.ts";

function findGroup(fields: Fields, { groups, region }: Account) {
  const consumerGroup = readText(fields, "ConsumerGroup");
  return groups.find({ region, consumerGroup, logsetId: readText(fields, "LogsetId") });
}

/** -1 is what Tencent's Python consumer has before it has read anything, and commits where it is made to. */
export const commitConsumerOffsets: Action = (account, json) => {
  const info = "TopicPartitionOffsetsInfo";
  const fields = readFields(json, ["ConsumerGroup", "Consumer", "LogsetId", info]);
  readText(fields, "Consumer");
  const commits = readList(fields, info).flatMap((item, index) => {
    const topic = readFields(item, ["TopicID", "PartitionOffsets"], `${info}.${index}`);
    const topicId = readText(topic, "TopicID");
    return readList(topic, "PartitionOffsets").map((entry, at) => {
      const path = `${topic.at}PartitionOffsets.${at}`;
      const offset = readFields(entry, ["PartitionId", "Offset"], path);
      const partition = readInteger(offset, "PartitionId", 0);
      return { topicId, partition, offset: readInteger(offset, "Offset", -1) };
    });
  });
  const { offsets } = findGroup(fields, account);
  for (const { topicId, partition, offset } of commits) {
    const committed = offsets.get(topicId) ?? new Map<number, number>();
    offsets.set(topicId, committed.set(partition, offset));
  }
  return {};
};

/** What was committed. Where nothing was, the list has no element, whatever `From` says. */
export const describeConsumerOffsets: Action = (account, json) => {
  const names = ["ConsumerGroup", "LogsetId", "TopicId", "PartitionId", "From", "OffsetType"];
  const fields = readFields(json, names);
  const { From: from } = fields.values;
  // A text on Tencent's page, a number where Tencent's Python consumer was given a time.
  if (typeof from !== "string" && typeof from !== "number") throw wrongType("From", "a string");
  const topicId = has(fields, "TopicId") ? readText(fields, "TopicId") : undefined;
  const partition = has(fields, "PartitionId")
    ? Number(readText(fields, "PartitionId"))
    : undefined;
  const { offsets } = findGroup(fields, account);
  const topicIds = topicId === undefined ? [...offsets.keys()] : [topicId];
  return {
    ConsumerGroup: readText(fields, "ConsumerGroup"),
    TopicPartitionOffsetsInfo: topicIds.map((TopicID) => ({
      TopicID,
      PartitionOffsets: [...(offsets.get(TopicID) ?? [])]
        .filter(([PartitionId]) => partition === undefined || PartitionId === partition)
        .map(([PartitionId, Offset]) => ({ PartitionId, Offset })),
    })),
  };
};
