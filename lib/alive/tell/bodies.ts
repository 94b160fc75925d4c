import type { WebhookFormat } from "../../config/read-alarms.ts";
import { toRecord } from "../../heartbeat/heartbeat.ts";
import type { AlarmKind, Transition } from "../transition.ts";
import type { Source } from "./place.ts";
import { toToldKind } from "./told-kind.ts";

/** What is posted, by its format; docs/alarms.md has an example of each. */
export const bodies: Readonly<
  Record<WebhookFormat, (transitions: readonly Transition[], source: Source) => object>
> = {
  json: (transitions, source) => ({ ...source, transitions: transitions.map(toEntry) }),
  alertmanager: (transitions, source) =>
    transitions.map((transition) => toAlert(transition, source)),
};

function toEntry(transition: Transition) {
  const { id, kind, isOver, subject, atMs, sinceMs, detail } = transition;
  const { topics, ...names } = subject;
  return {
    id,
    kind: toToldKind(transition),
    ...(isOver && { ended: kind }),
    ...names,
    ...(topics && { topics: toRecord(topics) }),
    at: toTime(atMs),
    since: toTime(sinceMs),
    detail,
  };
}

const alertNames: Readonly<Record<AlarmKind, string>> = {
  expired: "ConsumerExpired",
  contested: "ConsumerContested",
  unread: "PartitionsUnread",
  overloaded: "RelayOverloaded",
  outage: "RelayOutage",
};

/** Alertmanager ends an alert after 5 minutes where it is not told when; what is told once must last longer. */
const alertLastsMs = 7 * 86_400_000;

/**
 * The labels of an end are those of its beginning: by them Alertmanager knows which alert it ends.
 * @see https://prometheus.io/docs/alerting/latest/alerts_api/
 */
function toAlert({ id, kind, isOver, subject, atMs, sinceMs, detail }: Transition, source: Source) {
  const { topics, alias, ...names } = subject;
  return {
    labels: {
      alertname: alertNames[kind],
      ...source,
      ...names,
      ...(topics && { topics: JSON.stringify(toRecord(topics)) }),
    },
    annotations: { summary: detail, id, ...(alias !== undefined && { alias }) },
    startsAt: toTime(sinceMs),
    endsAt: toTime(isOver ? atMs : sinceMs + alertLastsMs),
  };
}

function toTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
