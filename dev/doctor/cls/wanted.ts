import type { Heartbeat } from "../../../lib/heartbeat/heartbeat.ts";
import type { RelaySettings } from "../../../lib/config/relay-file.ts";

/** What the configuration names of one logset. */
export type WantedLogset = {
  readonly logsetId: string;
  /** The field that names it first. */
  readonly subject: string;
  readonly topics: ReadonlyMap<string, Wanted>;
  readonly groups: ReadonlyMap<string, WantedGroup>;
};

export type Wanted = { readonly subject: string };
export type WantedGroup = Wanted & {
  readonly topicIds: ReadonlySet<string>;
  /** The slowest cadence of those that are scheduled. */
  readonly everyMs: number | undefined;
};

type Draft = {
  logsetId: string;
  subject: string;
  topics: Map<string, Wanted>;
  groups: Map<string, { subject: string; topicIds: Set<string>; everyMs: number | undefined }>;
};

/** Every logset, topic and group that aliases and defaults name, by logset. */
export function wantedOf({ aliases, defaults }: RelaySettings): readonly WantedLogset[] {
  const logsets = new Map<string, Draft>();
  const logset = (logsetId: string, subject: string): Draft => {
    const draft = logsets.get(logsetId) ?? {
      ...{ logsetId, subject },
      topics: new Map<string, Wanted>(),
      groups: new Map<string, { subject: string; topicIds: Set<string>; everyMs: undefined }>(),
    };
    logsets.set(logsetId, draft);
    return draft;
  };
  if (defaults.logsetId !== undefined) logset(defaults.logsetId, "defaults.logsetId");
  for (const [name, { heartbeat, cadence }] of aliases) {
    const subject = `aliases.${name}`;
    add(logset(heartbeat.logsetId, `${subject}.logsetId`), heartbeat, subject, cadence?.everyMs);
  }
  // A default group has no logset where the defaults name none.
  const inDefault = defaults.logsetId === undefined ? undefined : logsets.get(defaults.logsetId);
  if (
    defaults.consumerGroup !== undefined &&
    inDefault?.groups.has(defaults.consumerGroup) === false
  ) {
    const topicIds = new Set<string>();
    const subject = "defaults.consumerGroup";
    inDefault.groups.set(defaults.consumerGroup, { subject, topicIds, everyMs: undefined });
  }
  return [...logsets.values()];
}

function add(draft: Draft, heartbeat: Heartbeat, subject: string, everyMs?: number): void {
  const group = draft.groups.get(heartbeat.consumerGroup) ?? {
    subject: `${subject}.consumerGroup`,
    topicIds: new Set<string>(),
    everyMs: undefined,
  };
  draft.groups.set(heartbeat.consumerGroup, group);
  if (everyMs !== undefined) group.everyMs = Math.max(everyMs, group.everyMs ?? 0);
  for (const topicId of heartbeat.topics.keys()) {
    group.topicIds.add(topicId);
    if (!draft.topics.has(topicId)) draft.topics.set(topicId, { subject: `${subject}.topics` });
  }
}
