import type { Clock } from "../clock.ts";
import type { Assign } from "./assignment.ts";
import type { Topics } from "./topics.ts";

export type TopicPartitions = { topicId: string; partitions: number[] };

/** How a partition gets from one living consumer to another. */
export type Moves =
  /** It is left out of its holder's answer, and given on when the holder no longer reports it. */
  | "two-step"
  /** It is given on at once, so that two consumers read it until the first one beats again. */
  | "one-step";

export type GroupRules = { clock: Clock; topics: Topics; moves: Moves; assign: Assign };

export type Group = {
  /** Joins or renews, and returns one element per topic asked for, in that order. */
  heartbeat(consumer: string, topics: readonly TopicPartitions[]): TopicPartitions[];
  /** The living consumers, and what they would be told now. */
  consumers(): { consumer: string; assignment: TopicPartitions[] }[];
  leaseMs: number;
  topicIds: string[];
  /** Committed offsets, by topic and partition. */
  readonly offsets: Map<string, Map<number, number>>;
  /** The same group with a life of its own from now on. */
  copy(): Group;
};

type Lists = Map<string, readonly number[]>;
type Member = {
  lastBeatMs: number;
  /** By topic: what its last heartbeat reported, and what the last answer told it to hold. */
  reported: Lists;
  told: Lists;
};
type State = {
  leaseMs: number;
  topicIds: string[];
  members: Map<string, Member>;
  /** Topic id → consumer → the partitions meant for it, some of which others may still hold. */
  meant: Map<string, Map<string, number[]>>;
  offsets: Map<string, Map<number, number>>;
};

/**
 * A consumer group with leases: a consumer lives while its last heartbeat is younger than the group's timeout, and a
 * topic's partitions are shared by the living consumers that asked for it. Holds no timer; everything that the clock
 * has changed is settled when the group is next looked at.
 */
export function createGroup(
  rules: GroupRules,
  start: Pick<State, "leaseMs" | "topicIds"> & Partial<State>,
): Group {
  const { clock, topics, moves, assign } = rules;
  const state: State = { members: new Map(), meant: new Map(), offsets: new Map(), ...start };
  const { members, meant, offsets } = state;

  function dropExpired(): void {
    for (const [consumer, { lastBeatMs }] of members) {
      if (clock.nowMs() >= lastBeatMs + state.leaseMs) members.delete(consumer);
    }
  }

  function shareOut(topicId: string): Map<string, number[]> {
    const before = meant.get(topicId);
    const holders = [...members].flatMap(([consumer, { reported }]) => {
      const own = reported.get(topicId);
      return own ? [{ consumer, assigned: before?.get(consumer) ?? [], reported: own }] : [];
    });
    const ids = topics.partitions(topicId).map(({ id }) => id);
    const now = assign(ids, holders);
    meant.set(topicId, now);
    return now;
  }

  /** Another consumer was told to hold it, or says that it still works on it. */
  function isHeldBeside(consumer: string, topicId: string, partition: number): boolean {
    const holds = (lists: Lists) => lists.get(topicId)?.includes(partition) ?? false;
    return [...members].some(
      ([name, { told, reported }]) => name !== consumer && (holds(told) || holds(reported)),
    );
  }

  function due(consumer: string, topicId: string): TopicPartitions {
    const mine = shareOut(topicId).get(consumer) ?? [];
    const told = members.get(consumer)?.told.get(topicId) ?? [];
    const partitions = mine.filter(
      (partition) =>
        moves === "one-step" ||
        told.includes(partition) ||
        !isHeldBeside(consumer, topicId, partition),
    );
    return { topicId, partitions };
  }

  return {
    heartbeat(consumer, asked) {
      dropExpired();
      const member = {
        lastBeatMs: clock.nowMs(),
        reported: toLists(asked),
        told: members.get(consumer)?.told ?? new Map<string, number[]>(),
      };
      members.set(consumer, member);
      const answer = asked.map(({ topicId }) => due(consumer, topicId));
      member.told = toLists(answer);
      return answer;
    },

    consumers() {
      dropExpired();
      return [...members].map(([consumer, { reported }]) => ({
        consumer,
        assignment: [...reported.keys()].map((topicId) => due(consumer, topicId)),
      }));
    },

    get leaseMs() {
      return state.leaseMs;
    },
    set leaseMs(leaseMs) {
      state.leaseMs = leaseMs;
    },
    get topicIds() {
      return state.topicIds;
    },
    set topicIds(topicIds) {
      state.topicIds = topicIds;
    },
    offsets,
    copy: () => createGroup(rules, structuredClone(state)),
  };
}

function toLists(topics: readonly TopicPartitions[]): Lists {
  return new Map(topics.map(({ topicId, partitions }) => [topicId, partitions]));
}
