import { ClsError } from "./cls-error.ts";
import type { ConsumerGroups } from "./consumer-groups.ts";
import type { Filters } from "./parameters.ts";

export type ExistingGroup = {
  consumerGroup: string;
  logsetId: string;
  topicIds?: readonly string[];
  /** 40 s when absent. */
  leaseMs?: number;
};

/** What the account has. A list that is absent has whatever is asked for; groups then come with their first beat. */
export type Existing = {
  logsets?: readonly string[];
  /** Topic id → the logset that it is in. */
  topics?: Readonly<Record<string, string>>;
  groups?: readonly ExistingGroup[];
};

export type Resources = {
  /** The logsets that the filters let through, in the API's spelling. */
  logsets(filters: Filters): { LogsetId: string }[];
  topics(filters: Filters): { TopicId: string; LogsetId: string }[];
  /**
   * Groups that exist, and those that beats have made.
   *
   * @throws ClsError `ResourceNotFound.LogsetNotExist`; which code CLS itself gives is not documented.
   */
  groups(
    logsetId: string,
    topicIds: readonly string[],
  ): { ConsumerGroup: string; Timeout: number; Topics: readonly string[] }[];
};

/** The read-only side of the emulator: what there is, without any of it having been made. */
export function createResources(existing: Existing, live: ConsumerGroups): Resources {
  return {
    logsets({ logsetId: asked }) {
      const ids = existing.logsets ?? asked ?? [];
      return ids.filter((id) => asked?.includes(id) ?? true).map((LogsetId) => ({ LogsetId }));
    },

    topics({ topicId: asked, logsetId: within }) {
      const anywhere = within?.[0] ?? "";
      const entries = existing.topics
        ? Object.entries(existing.topics)
        : (asked ?? []).map((id): [string, string] => [id, anywhere]);
      return entries
        .filter(
          ([id, logset]) => (asked?.includes(id) ?? true) && (within?.includes(logset) ?? true),
        )
        .map(([TopicId, LogsetId]) => ({ TopicId, LogsetId }));
    },

    groups(logsetId, topicIds) {
      if (existing.logsets && !existing.logsets.includes(logsetId)) {
        throw new ClsError(
          "ResourceNotFound.LogsetNotExist",
          `The logset ${logsetId} does not exist.`,
        );
      }
      const alive = live.describe(logsetId, topicIds);
      const names = new Set(alive.map(({ consumerGroup }) => consumerGroup));
      const idle = (existing.groups ?? [])
        .filter((group) => group.logsetId === logsetId && !names.has(group.consumerGroup))
        .map(({ topicIds: ids = [], leaseMs = 40_000, ...group }) => ({
          ...group,
          topicIds: ids,
          leaseMs,
        }))
        .filter(
          ({ topicIds: ids }) => topicIds.length === 0 || topicIds.some((id) => ids.includes(id)),
        );
      return [...alive, ...idle].map((group) => ({
        ConsumerGroup: group.consumerGroup,
        Timeout: group.leaseMs / 1000,
        Topics: group.topicIds,
      }));
    },
  };
}
