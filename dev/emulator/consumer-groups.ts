import type { Clock } from "./clock.ts";
import { ClsError } from "./cls-error.ts";
import { spreadPartitions } from "./spread-partitions.ts";

export type TopicPartitions = { topicId: string; partitions: number[] };

export type Heartbeat = {
  consumerGroup: string;
  consumer: string;
  logsetId: string;
  topics: TopicPartitions[];
};

/** A group as it stands now. CLS itself never tells who the consumers are; tests and people like to know. */
export type GroupDescription = {
  consumerGroup: string;
  leaseMs: number;
  topicIds: string[];
  consumers: { consumer: string; assignment: TopicPartitions[] }[];
};

export type ConsumerGroupsOptions = {
  clock: Clock;
  /** How long a heartbeat keeps its consumer in the group; 40 s, as Tencent's Python consumer asks for. */
  leaseMs?: number;
  /** Partitions of a topic that `topics` does not name. */
  partitionsPerTopic?: number;
  /** Topic id → number of partitions. */
  topics?: Readonly<Record<string, number>>;
  /** Refuse topics that `topics` does not name, instead of making them. */
  strict?: boolean;
};

export type ConsumerGroups = {
  /**
   * Joins the group or renews the lease, and returns one element per topic asked for, in that order.
   *
   * @throws ClsError `ResourceNotFound.TopicNotExist` for an unknown topic when strict; the group is then unchanged.
   */
  heartbeat(heartbeat: Heartbeat): TopicPartitions[];
  /** The groups of a logset; with topic ids, only those that consume one of them. */
  describe(logsetId: string, topicIds?: readonly string[]): GroupDescription[];
  /** Sets the timeout of the groups of this name, from now on and for leases already running. */
  setLeaseMs(consumerGroup: string, leaseMs: number): void;
};

type Member = { lastBeatMs: number; reported: Map<string, readonly number[]> };

type Group = {
  consumerGroup: string;
  logsetId: string;
  members: Map<string, Member>;
  /** Topic id → consumer → partitions. */
  assigned: Map<string, Map<string, number[]>>;
};

/**
 * Consumer groups with leases: a consumer lives while its last heartbeat is younger than the group's timeout, and a
 * topic's partitions are spread over the living consumers that asked for it. Holds no timer; everything that the clock
 * has changed is settled when the group is next looked at.
 */
export function createConsumerGroups(options: ConsumerGroupsOptions): ConsumerGroups {
  const { clock, leaseMs = 40_000, partitionsPerTopic = 4, strict = false } = options;
  const partitionCounts = new Map(Object.entries(options.topics ?? {}));
  const leases = new Map<string, number>();
  const groups = new Map<string, Group>();

  const leaseOf = (group: Group): number => leases.get(group.consumerGroup) ?? leaseMs;

  function groupOf({ consumerGroup, logsetId }: Heartbeat): Group {
    const key = JSON.stringify([logsetId, consumerGroup]);
    const group = groups.get(key) ?? {
      consumerGroup,
      logsetId,
      members: new Map<string, Member>(),
      assigned: new Map<string, Map<string, number[]>>(),
    };
    groups.set(key, group);
    return group;
  }

  function dropExpired(group: Group): void {
    for (const [consumer, member] of group.members) {
      if (clock.nowMs() >= member.lastBeatMs + leaseOf(group)) group.members.delete(consumer);
    }
  }

  function rebalance(group: Group): void {
    for (const [topicId, before] of group.assigned) {
      const holders = [...group.members].flatMap(([consumer, { reported }]) => {
        const partitions = reported.get(topicId);
        return partitions
          ? [{ consumer, assigned: before.get(consumer) ?? [], reported: partitions }]
          : [];
      });
      const partitionCount = partitionCounts.get(topicId) ?? partitionsPerTopic;
      group.assigned.set(topicId, spreadPartitions(partitionCount, holders));
    }
  }

  function assignmentOf(group: Group, consumer: string, topicId: string): TopicPartitions {
    return { topicId, partitions: group.assigned.get(topicId)?.get(consumer) ?? [] };
  }

  return {
    heartbeat(heartbeat) {
      const { consumer, topics } = heartbeat;
      const unknown = topics.find(({ topicId }) => strict && !partitionCounts.has(topicId));
      if (unknown) {
        throw new ClsError(
          "ResourceNotFound.TopicNotExist",
          `The topic ${unknown.topicId} does not exist.`,
        );
      }

      const group = groupOf(heartbeat);
      dropExpired(group);
      group.members.set(consumer, {
        lastBeatMs: clock.nowMs(),
        reported: new Map(topics.map(({ topicId, partitions }) => [topicId, partitions])),
      });
      for (const { topicId } of topics) {
        if (!group.assigned.has(topicId)) group.assigned.set(topicId, new Map());
      }
      rebalance(group);
      return topics.map(({ topicId }) => assignmentOf(group, consumer, topicId));
    },

    describe(logsetId, topicIds = []) {
      return [...groups.values()]
        .filter((group) => group.logsetId === logsetId)
        .filter(({ assigned }) => topicIds.length === 0 || topicIds.some((id) => assigned.has(id)))
        .map((group) => {
          dropExpired(group);
          rebalance(group);
          const consumers = [...group.members].map(([consumer, { reported }]) => ({
            consumer,
            assignment: [...reported.keys()].map((id) => assignmentOf(group, consumer, id)),
          }));
          const { consumerGroup, assigned } = group;
          return {
            consumerGroup,
            leaseMs: leaseOf(group),
            topicIds: [...assigned.keys()],
            consumers,
          };
        });
    },

    setLeaseMs(consumerGroup, ms) {
      leases.set(consumerGroup, ms);
    },
  };
}
