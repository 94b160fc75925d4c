/** Partitions by topic id. A topic with no partitions is meaningful: it asks for some. */
export type Topics = ReadonlyMap<string, readonly number[]>;

/**
 * "I am alive and hold these partitions": renews a consumer's lease and joins its group.
 * Made only by `parseHeartbeat` and the configuration, so that what is in it has been checked.
 */
export type Heartbeat = {
  readonly consumerGroup: string;
  readonly consumer: string;
  readonly logsetId: string;
  readonly topics: Topics;
  /** Sent by Tencent's own consumers (as 2), in no API page; passed on as it came. */
  readonly partitionStrategy?: number;
};

/** What CLS answered: the partitions to hold from now on. */
export type Assignment = {
  readonly topics: Topics;
  /** Tencent's id of the request, for its support. */
  readonly requestId: string;
};

/** The partitions in `topics` that `other` lacks; topics without any are left out. */
export function partitionsNotIn(topics: Topics, other: Topics): Topics {
  const missing = new Map<string, readonly number[]>();
  for (const [topicId, partitions] of topics) {
    const held = new Set(other.get(topicId));
    const only = partitions.filter((partition) => !held.has(partition));
    if (only.length > 0) missing.set(topicId, only);
  }
  return missing;
}

/** A topic named twice is held once: the union, so that nothing reported is lost. */
export function mergeTopics(entries: Iterable<readonly [string, readonly number[]]>): Topics {
  const sets = new Map<string, Set<number>>();
  for (const [topicId, partitions] of entries) {
    const set = sets.get(topicId) ?? new Set();
    for (const partition of partitions) set.add(partition);
    sets.set(topicId, set);
  }
  return new Map(Array.from(sets, ([topicId, set]) => [topicId, [...set]]));
}

/** How many partitions there are over all topics. */
export function countPartitions(topics: Topics): number {
  let count = 0;
  for (const partitions of topics.values()) count += partitions.length;
  return count;
}

/** A plain object for JSON; `fromEntries` keeps even a topic named `__proto__` as its own key. */
export function toRecord(topics: Topics): Record<string, readonly number[]> {
  return Object.fromEntries(topics);
}

/** The consumer of a heartbeat, as the key of a map. */
export function toConsumerKey({ logsetId, consumerGroup, consumer }: Heartbeat): string {
  return JSON.stringify([logsetId, consumerGroup, consumer]);
}
