import { ClsError } from "../cls-error.ts";

/** A partition takes logs until it is split; what is in it by then is still there to be consumed. */
export type Partition = { id: number; readOnly: boolean };

/** How many partitions, or their ids: `3` is 1, 2 and 3; `[614, 39262]` is these two. */
export type Partitions = number | readonly number[];

export type TopicsOptions = {
  /** Partitions of a topic that `topics` does not name. */
  partitions?: Partitions;
  /** Topic id → its partitions. */
  topics?: Readonly<Record<string, Partitions>>;
  /** Refuse topics that `topics` does not name, instead of making them. */
  strict?: boolean;
};

export type Topics = {
  /** @throws ClsError `ResourceNotFound.TopicNotExist` for an unknown topic when strict. */
  check(topicId: string): void;
  partitions(topicId: string): readonly Partition[];
  /**
   * Makes a partition read-only and two new ones beside it, as a split at CLS does.
   *
   * @throws ClsError `ResourceNotFound.PartitionNotExist`
   */
  split(topicId: string, id: number): void;
  /** Ends a partition, as its retention does. @throws ClsError `ResourceNotFound.PartitionNotExist` */
  remove(topicId: string, id: number): void;
};

/** The topics of an account. Ids begin at 1 and are never used twice, so that splits make them sparse. */
export function createTopics(options: TopicsOptions): Topics {
  const { partitions = 4, strict = false } = options;
  const topics = new Map<string, { made: number; partitions: Partition[] }>();
  for (const [topicId, own] of Object.entries(options.topics ?? {})) topics.set(topicId, make(own));

  function topicOf(topicId: string) {
    const topic = topics.get(topicId) ?? make(partitions);
    topics.set(topicId, topic);
    return topic;
  }

  function find(topicId: string, id: number): Partition {
    const found = topicOf(topicId).partitions.find((partition) => partition.id === id);
    if (found) return found;
    throw new ClsError("ResourceNotFound.PartitionNotExist", `There is no partition ${id}.`);
  }

  return {
    check(topicId) {
      if (!strict || topics.has(topicId)) return;
      throw new ClsError("ResourceNotFound.TopicNotExist", `The topic ${topicId} does not exist.`);
    },
    partitions: (topicId) => topicOf(topicId).partitions,
    split(topicId, id) {
      find(topicId, id).readOnly = true;
      const topic = topicOf(topicId);
      for (const made of [1, 2]) topic.partitions.push({ id: topic.made + made, readOnly: false });
      topic.made += 2;
    },
    remove(topicId, id) {
      const gone = find(topicId, id);
      const topic = topicOf(topicId);
      topic.partitions = topic.partitions.filter((partition) => partition !== gone);
    },
  };
}

function make(partitions: Partitions): { made: number; partitions: Partition[] } {
  const ids =
    typeof partitions === "number"
      ? Array.from({ length: partitions }, (_, index) => index + 1)
      : partitions;
  return { made: Math.max(0, ...ids), partitions: ids.map((id) => ({ id, readOnly: false })) };
}
