import { type ConsumerGroupsOptions, createConsumerGroups } from "../../groups/consumer-groups.ts";
import { createHandClock } from "../hand-clock.ts";

/** The consumer groups of an emulator, with a clock that the test moves. */
export function setUp(options: Partial<ConsumerGroupsOptions> = {}) {
  const clock = createHandClock();
  const groups = createConsumerGroups({ clock, createsGroups: true, ...options });
  const name = { region: "ap-guangzhou", logsetId: "l", consumerGroup: "g" };
  const beat = (consumer: string, topicIds = ["t"], more: Partial<typeof name> = {}) =>
    groups.heartbeat({
      ...name,
      ...more,
      consumer,
      topics: topicIds.map((topicId) => ({ topicId, partitions: [] })),
    });
  /** Reports partitions of one topic, and returns what it is told to hold. */
  const report = (consumer: string, ...partitions: number[]) =>
    groups
      .heartbeat({ ...name, consumer, topics: [{ topicId: "t", partitions }] })
      .flatMap((topic) => topic.partitions);
  return { clock, groups, name, beat, report };
}
