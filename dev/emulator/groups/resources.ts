import { ClsError } from "../cls-error.ts";

/** What a description is narrowed to: field → the values of which one has to be met. */
export type Filters = Readonly<Partial<Record<"logsetId" | "topicId", readonly string[]>>>;

export type ExistingGroup = {
  consumerGroup: string;
  logsetId: string;
  /** ap-guangzhou when absent. */
  region?: string;
  topicIds?: readonly string[];
  /** 40 s when absent. */
  leaseMs?: number;
};

/** What the account has. A list that is absent has whatever is asked for. */
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
  /** @throws ClsError `ResourceNotFound.LogsetNotExist`; which code CLS itself gives is not documented. */
  checkLogset(logsetId: string): void;
  /** @throws ClsError `ResourceNotFound.TopicNotExist` */
  checkTopics(topicIds: readonly string[]): void;
};

/** Logsets and topics: what there is, without any of it having been made. */
export function createResources(existing: Existing): Resources {
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

    checkLogset(logsetId) {
      if (existing.logsets?.includes(logsetId) ?? true) return;
      throw new ClsError(
        "ResourceNotFound.LogsetNotExist",
        `The logset ${logsetId} does not exist.`,
      );
    },

    checkTopics(topicIds) {
      const unknown = topicIds.find((id) => existing.topics && !Object.hasOwn(existing.topics, id));
      if (unknown === undefined) return;
      throw new ClsError("ResourceNotFound.TopicNotExist", `The topic ${unknown} does not exist.`);
    },
  };
}
