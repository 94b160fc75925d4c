import type { Consumer } from "../../../lib/alive/consumers.ts";
import { stateOf, type Watched } from "../../../lib/alive/state-of.ts";
import type { Alarm } from "../../../lib/alive/watch/alarm.ts";
import { type Look, nextTold } from "../../../lib/alive/watch/next-told.ts";
import { nothingTold, type Told } from "../../../lib/alive/watch/told.ts";
import type { Sight } from "../../../lib/ledger/sight.ts";

export const rules = { callMs: 3000 };
/** So long after the last beat was taken it has expired. */
export const expiredAfterMs = 40_000 + 1000 + 3000;

/** Of a consumer that was renewed at such a time. */
export function sightOf(consumer: string, renewedMs: number, differs: Partial<Sight> = {}): Sight {
  return {
    ...{ logsetId: "logset", consumerGroup: "orders", consumer, key: "key" },
    ...{ leaseMs: 40_000, cadenceMs: 18_000, partitions: new Map(), changesMs: [] },
    ...{ joinedMs: 0, renewedMs, takenMs: renewedMs },
    attempt: { atMs: renewedMs, outcome: "renewed" },
    ...differs,
  };
}

export function toConsumer(sight: Watched, nowMs: number): Consumer {
  return { sight, state: stateOf(sight, nowMs, rules), mayHaveEnded: false, missed: 0 };
}

/** What a look finds, of one that looks each 3 s. */
export function lookAt(
  nowMs: number,
  sights: readonly Watched[],
  differs: Partial<Look> = {},
): Look {
  return {
    consumers: sights.map((sight) => toConsumer(sight, nowMs)),
    ...{ nowMs, rules, periodMs: 3000, ratePerSecond: 20, isAfterFailure: false, to: ["one"] },
    settings: undefined,
    ...differs,
  };
}

/** After a look that found nothing and worked. */
export function toldAt(lookedMs: number, differs: Partial<Told> = {}): Told {
  return { ...nothingTold, lookedMs, ...differs };
}

/** When all consumers of a test were renewed last. */
export const t = 1_000_000;
export const skewMs = 2000;
export const expiresMs = t + expiredAfterMs;

/** What changes in a look that is 3 s after one that worked: of a beginning since when, of an end its time. */
export function changesAt(
  nowMs: number,
  sights: readonly Sight[],
  { told, ...look }: Partial<Look> & { readonly told?: Partial<Told> } = {},
) {
  const next = nextTold(toldAt(nowMs - 3000, told), lookAt(nowMs, sights, look));
  return next.changes.map(({ alarm: { kind, sinceMs, subject }, isOver, atMs }) => {
    const name = `${kind}${subject.consumer === undefined ? "" : ` ${subject.consumer}`}`;
    return [name, isOver ? "over" : "begun", isOver ? atMs : sinceMs];
  });
}

const subject = { logsetId: "logset", consumerGroup: "orders", consumer: "a" };
export const expired: Alarm = { kind: "expired", subject, sinceMs: expiresMs };
export const contested: Alarm = { kind: "contested", subject, sinceMs: t };
export const outage: Alarm = { kind: "outage", subject: {}, sinceMs: t };
