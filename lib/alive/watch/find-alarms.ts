import type { RelaySettings } from "../../config/relay-file.ts";
import { pauseLeases } from "../../ledger/claim.ts";
import { freeMsOf, holds } from "../../ledger/sight.ts";
import { isFull } from "../../ledger/steering.ts";
import { byGroup } from "../by-group.ts";
import type { Consumer } from "../consumers.ts";
import { type Held, holdersOf, unheldOf } from "../holders.ts";
import { expiredMs, spareMs, type StateRules, type Watched } from "../state-of.ts";
import type { Subject } from "../transition.ts";
import type { Alarm } from "./alarm.ts";

/** Something that is wrong, and from when on it is told. */
export type Found = Alarm & { readonly fromMs: number };

export type WatchSettings = Pick<RelaySettings, "aliases" | "completeGroups">;

export type View = {
  readonly consumers: readonly Consumer[];
  readonly nowMs: number;
  readonly rules: StateRules;
  readonly ratePerSecond: number;
  readonly settings: WatchSettings | undefined;
  /** When the look before this one worked: what has no time of its own is told with that. */
  readonly lookedMs: number;
  /** What was wrong then. */
  readonly open: readonly Alarm[];
  /** Who beat before that may be unknown. */
  readonly knownSinceMs: number;
};

/** What clocks may be off by: so much later than it is true an end of a lease is told. */
const skewMs = 2000;

/** Of a rate that was full: what must be free until it is full no more, so that it is not told by turns. */
const roomyShare = 0.9;

/** Of consumers and groups: everything that is wrong now. */
export function findAlarms(view: View): Found[] {
  const { consumers } = view;
  return [
    ...consumers.flatMap(({ sight, state }) => [
      ...(state === "expired" ? [expired(sight, view)] : []),
      ...contested(sight, view),
    ]),
    ...unread(view),
    ...overloaded(view),
  ];
}

/** Until a lease after that, somebody may hold it who was not seen to. */
function unknownUntilMs({ leaseMs }: Watched, { knownSinceMs, rules }: View): number {
  return expiredMs({ takenMs: knownSinceMs, leaseMs }, rules);
}

function expired(sight: Watched, view: View): Found {
  const sinceMs = expiredMs(sight, view.rules);
  const fromMs = Math.max(sinceMs + skewMs + quietMs(sight, view), unknownUntilMs(sight, view));
  return { kind: "expired", subject: toSubject(sight), sinceMs, fromMs, key: sight.key };
}

function contested(sight: Watched, view: View): Found[] {
  const { contestedMs, contestedSinceMs: sinceMs = contestedMs } = sight;
  if (sinceMs === undefined || contestEndsMs(sight) <= view.nowMs) return [];
  const fromMs = sinceMs + quietMs(sight, view);
  return [{ kind: "contested", subject: toSubject(sight), sinceMs, fromMs, key: sight.key }];
}

/** When two instances have not beaten in turn for long, or their consumer left. */
export function contestEndsMs({
  contestedMs = -Infinity,
  leaseMs,
  leftMs = Infinity,
}: Watched): number {
  return Math.min(contestedMs + pauseLeases * leaseMs, leftMs);
}

function quietMs({ alias }: Watched, { settings }: View): number {
  return (alias !== undefined && settings?.aliases.get(alias)?.alarmAfterMs) || 0;
}

function unread(view: View): Found[] {
  const complete = view.consumers.filter(({ sight }) =>
    view.settings?.completeGroups?.has(sight.consumerGroup),
  );
  return byGroup(complete).flatMap((members) => unreadOf(members, view));
}

function unreadOf(members: readonly Consumer[], view: View): Found[] {
  // By then the consumer that CLS gives it to has beaten, and was told so.
  const unreadMs = (leftMs: number, { leaseMs }: Watched) =>
    leftMs + leaseMs + spareMs + view.rules.callMs;
  const sinceMs = ({ member: { sight } }: Held) => unreadMs(freeMsOf(sight), sight);
  const topics = new Map<string, readonly Held[]>();
  for (const [topicId, held] of unheldOf(holdersOf(members))) {
    const long = held.filter((one) => sinceMs(one) <= view.nowMs);
    if (long.length > 0) topics.set(topicId, long);
  }
  const all = [...topics.values()].flat();
  const [first] = all.toSorted((a, b) => sinceMs(a) - sinceMs(b));
  if (first === undefined) return [];
  const { sight } = first.member;
  const { logsetId, consumerGroup } = sight;
  const partitions = [...topics].map(
    ([topicId, held]) => [topicId, held.map(({ partition }) => partition)] as const,
  );
  const subject = { logsetId, consumerGroup, topics: new Map(partitions) };
  const begunMs = Math.max(sinceMs(first), unreadMs(lostMs(members, freeMsOf(sight)), sight));
  const fromMs = Math.max(begunMs + skewMs, unknownUntilMs(sight, view));
  return [{ kind: "unread", subject, sinceMs: begunMs, fromMs }];
}

/** So long before its last change it is known of a consumer when its partitions changed. */
const changesForMs = 3_600_000;

/**
 * When a consumer may last have lost what became free at such a time: one that was given it since and has lost it again is on
 * its way from hand to hand. One change alone since then brought something.
 */
function lostMs(members: readonly Consumer[], freeMs: number): number {
  const lost = members.map(({ sight: { changesMs } }) => {
    const last = changesMs.at(-1) ?? -Infinity;
    const isSecond = (changesMs.at(-2) ?? -Infinity) > freeMs || last - freeMs > changesForMs;
    return isSecond ? last : -Infinity;
  });
  return lost.reduce((one, other) => Math.max(one, other), -Infinity);
}

function overloaded({ consumers, nowMs, ratePerSecond, lookedMs, open }: View): Found[] {
  const leasesMs = consumers
    .filter(({ sight }) => holds(sight, nowMs))
    .map(({ sight: { leaseMs } }) => leaseMs);
  const wasFull = open.some(({ kind }) => kind === "overloaded");
  if (!isFull(leasesMs, ratePerSecond * (wasFull ? roomyShare : 1))) return [];
  return [{ kind: "overloaded", subject: {}, sinceMs: lookedMs, fromMs: 0 }];
}

function toSubject({ logsetId, consumerGroup, consumer, alias }: Watched): Subject {
  return { logsetId, consumerGroup, consumer, ...(alias !== undefined && { alias }) };
}
