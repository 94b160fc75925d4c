import type { TopicPartitions } from "../groups/group.ts";
import type { Action } from "./action.ts";
import { has, readFields, readList, readText, toInteger, wrongType, wrongValue } from "./read.ts";

/**
 * The naming rule on Tencent's page is not enforced: the page's own example breaks it. `PartitionStrategy` is on no page,
 * yet Tencent's own consumers send it.
 */
export const sendConsumerHeartbeat: Action = ({ groups, region }, json) => {
  const fields = readFields(json, [
    "ConsumerGroup",
    "Consumer",
    "LogsetId",
    "TopicPartitionsInfo",
    "PartitionStrategy",
  ]);
  if (has(fields, "PartitionStrategy") && !Number.isInteger(fields.values.PartitionStrategy)) {
    throw wrongType("PartitionStrategy", "an integer");
  }
  const heartbeat = {
    region,
    consumerGroup: readText(fields, "ConsumerGroup"),
    consumer: readText(fields, "Consumer"),
    logsetId: readText(fields, "LogsetId"),
    topics: readList(fields, "TopicPartitionsInfo").map(readTopic),
  };
  if (heartbeat.consumer.length > 255) throw wrongValue("Consumer", "at most 255 characters long");
  if (heartbeat.topics.length === 0) throw wrongValue("TopicPartitionsInfo", "at least one topic");
  return {
    ConsumerGroup: heartbeat.consumerGroup,
    TopicPartitionsInfo: groups.heartbeat(heartbeat).map(({ topicId, partitions }) => ({
      TopicID: topicId,
      Partitions: partitions,
    })),
  };
};

function readTopic(item: unknown, index: number): TopicPartitions {
  const fields = readFields(item, ["TopicID", "Partitions"], `TopicPartitionsInfo.${index}`);
  return {
    topicId: readText(fields, "TopicID"),
    partitions: readList(fields, "Partitions").map((partition, at) =>
      toInteger(partition, `${fields.at}Partitions.${at}`, 0),
    ),
  };
}
