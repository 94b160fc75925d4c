import { systemClock, type Clock } from "../clock.ts";
import { ClsError } from "../cls-error.ts";
import { type AssignmentName, assignments } from "./assignment.ts";
import { createGroup, type Group, type Moves, type TopicPartitions } from "./group.ts";
import { createTopics, type Topics, type TopicsOptions } from "./topics.ts";

/** A group is known by its name within a logset, and a logset within a region. */
export type GroupName = { region: string; logsetId: string; consumerGroup: string };

export type Heartbeat = GroupName & { consumer: string; topics: TopicPartitions[] };

/** A group as it stands now. CLS itself never tells who the consumers are; tests and people like to know. */
export type GroupDescription = {
  consumerGroup: string;
  leaseMs: number;
  topicIds: string[];
  consumers: ReturnType<Group["consumers"]>;
};

export type ConsumerGroupsOptions = TopicsOptions & {
  clock?: Clock;
  /** Of a group that a heartbeat made; 40 s, as Tencent's Python consumer asks for. */
  leaseMs?: number;
  moves?: Moves;
  assignment?: AssignmentName;
  /** A heartbeat for a group that was never created makes it, instead of being refused. */
  createsGroups?: boolean;
  onGroupCreated?: (name: GroupName) => void;
};

export type ConsumerGroups = {
  readonly topics: Topics;
  /** @throws ClsError with the words "consumer group already exists", on which Tencent's consumers match. */
  create(name: GroupName, settings: { leaseMs: number; topicIds: string[] }): void;
  /** The group; what is set on it counts at once. @throws ClsError `ResourceNotFound` */
  find(name: GroupName): Group;
  /** @throws ClsError `ResourceNotFound` */
  remove(name: GroupName): void;
  /** @throws ClsError `ResourceNotFound` for an unknown group or topic; nobody has joined then. */
  heartbeat(heartbeat: Heartbeat): TopicPartitions[];
  /** The groups of a logset; with topic ids, only those that consume one of them. */
  describe(logsetId: string, topicIds?: readonly string[], region?: string): GroupDescription[];
  /** Loses the group; heartbeats are refused then, even where they make groups, until it is created again. */
  forget(name: GroupName): void;
  /** From now on heartbeats reach two copies of the group in turn, each with leases of its own. */
  splitBrain(name: GroupName): void;
  /** From now on every second heartbeat finds a lease of a quarter of its length. */
  unsettleLease(name: GroupName): void;
  /** Ends all three. */
  heal(): void;
};

type Entry = {
  name: GroupName;
  group: Group;
  otherSide?: Group;
  unsettled: boolean;
  beats: number;
};

/** The consumer groups of an account, in all regions. */
export function createConsumerGroups(options: ConsumerGroupsOptions): ConsumerGroups {
  const {
    clock = systemClock,
    leaseMs = 40_000,
    moves = "two-step",
    assignment = "balanced",
    createsGroups = false,
    onGroupCreated,
  } = options;
  const topics = createTopics(options);
  const rules = { clock, topics, moves, assign: assignments[assignment] };
  const entries = new Map<string, Entry>();
  const forgotten = new Set<string>();

  function add(name: GroupName, settings: { leaseMs: number; topicIds: string[] }): Entry {
    const entry = { name, group: createGroup(rules, settings), unsettled: false, beats: 0 };
    entries.set(keyOf(name), entry);
    forgotten.delete(keyOf(name));
    return entry;
  }

  function entryOf(name: GroupName): Entry {
    const entry = entries.get(keyOf(name));
    if (entry) return entry;
    throw new ClsError(
      "ResourceNotFound",
      `The consumer group ${name.consumerGroup} does not exist.`,
    );
  }

  function entryFor(heartbeat: Heartbeat): Entry {
    const key = keyOf(heartbeat);
    if (!createsGroups || entries.has(key) || forgotten.has(key)) return entryOf(heartbeat);
    const { region, logsetId, consumerGroup } = heartbeat;
    const name = { region, logsetId, consumerGroup };
    onGroupCreated?.(name);
    return add(name, { leaseMs, topicIds: [] });
  }

  function checkTopics({ group }: Entry, asked: readonly TopicPartitions[]): void {
    const known = group.topicIds;
    const unknown = asked.map(({ topicId }) => topicId).filter((id) => !known.includes(id));
    if (createsGroups) known.push(...unknown);
    else if (unknown[0] !== undefined) {
      throw new ClsError(
        "ResourceNotFound.TopicNotExist",
        `The topic ${unknown[0]} is not one of the consumer group's.`,
      );
    }
  }

  function beat(entry: Entry, { consumer, topics: asked }: Heartbeat): TopicPartitions[] {
    entry.beats += 1;
    const isSecond = entry.beats % 2 === 0;
    const group = (isSecond && entry.otherSide) || entry.group;
    const settledMs = group.leaseMs;
    if (entry.unsettled && isSecond) group.leaseMs = settledMs / 4;
    const answer = group.heartbeat(consumer, asked);
    group.leaseMs = settledMs;
    return answer;
  }

  return {
    topics,
    create(name, settings) {
      for (const topicId of settings.topicIds) topics.check(topicId);
      if (entries.has(keyOf(name))) {
        throw new ClsError(
          "InvalidParameter",
          `consumer group already exists: ${name.consumerGroup}`,
        );
      }
      add(name, settings);
    },
    find: (name) => entryOf(name).group,
    remove(name) {
      entryOf(name);
      entries.delete(keyOf(name));
    },
    heartbeat(heartbeat) {
      for (const { topicId } of heartbeat.topics) topics.check(topicId);
      const entry = entryFor(heartbeat);
      checkTopics(entry, heartbeat.topics);
      return beat(entry, heartbeat);
    },
    describe(logsetId, topicIds = [], region) {
      return [...entries.values()]
        .filter(({ name }) => name.logsetId === logsetId && name.region === (region ?? name.region))
        .filter(
          ({ group }) =>
            topicIds.length === 0 || topicIds.some((id) => group.topicIds.includes(id)),
        )
        .map(({ name, group }) => ({
          consumerGroup: name.consumerGroup,
          leaseMs: group.leaseMs,
          topicIds: group.topicIds,
          consumers: group.consumers(),
        }));
    },
    forget(name) {
      entries.delete(keyOf(name));
      forgotten.add(keyOf(name));
    },
    splitBrain(name) {
      const entry = entryOf(name);
      entry.otherSide ??= entry.group.copy();
    },
    unsettleLease(name) {
      entryOf(name).unsettled = true;
    },
    heal() {
      forgotten.clear();
      for (const entry of entries.values()) {
        delete entry.otherSide;
        entry.unsettled = false;
      }
    },
  };
}

/** One text for a group's whole name. */
export function keyOf({ region, logsetId, consumerGroup }: GroupName): string {
  return JSON.stringify([region, logsetId, consumerGroup]);
}
