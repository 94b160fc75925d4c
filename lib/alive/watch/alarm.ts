import { hash } from "node:crypto";
import { countPartitions } from "../../heartbeat/heartbeat.ts";
import type { AlarmKind, Subject, Transition } from "../transition.ts";

/** Something that is wrong. */
export type Alarm = {
  readonly kind: AlarmKind;
  readonly subject: Subject;
  readonly sinceMs: number;
  /** Whose heartbeats it is about, where it is one consumer's: all that is remembered of one key has a bound. */
  readonly key?: string | undefined;
};

/** A transition, and who has not taken it yet. */
export type Untold = {
  readonly alarm: Alarm;
  readonly isOver: boolean;
  readonly atMs: number;
  readonly to: readonly string[];
};

/** The same for the same thing, however often it is wrong. */
export function nameOf({ kind, subject }: Pick<Alarm, "kind" | "subject">): string {
  const { logsetId, consumerGroup, consumer } = subject;
  return JSON.stringify([kind, logsetId, consumerGroup, consumer]);
}

export function toTransition({ alarm, isOver, atMs }: Omit<Untold, "to">): Transition {
  const { kind, subject, sinceMs } = alarm;
  const id = hash("sha256", JSON.stringify([nameOf(alarm), isOver, sinceMs]), "base64url");
  const [begun, over] = details[kind];
  return {
    id: id.slice(0, 16),
    ...{ kind, isOver, subject, atMs, sinceMs },
    detail: (isOver ? over : begun)(subject),
  };
}

type Tell = (subject: Subject) => string;

const who = ({ consumer = "", consumerGroup = "" }: Subject) =>
  `Consumer ${consumer} of group ${consumerGroup}`;

/** What is told when it begins, and when it is over. */
const details: Readonly<Record<AlarmKind, readonly [begun: Tell, over: Tell]>> = {
  expired: [
    (subject) => `${who(subject)} lost its lease: it was not renewed in time. Check that it runs.`,
    (subject) => `${who(subject)} beats again, has left, or is forgotten.`,
  ],
  contested: [
    (subject) => `${who(subject)} is beaten by two instances. Give each one a name of its own.`,
    (subject) => `${who(subject)} is beaten by two instances no more.`,
  ],
  unread: [
    ({ consumerGroup = "", topics = new Map() }) =>
      `Nobody reads ${countPartitions(topics)} partitions of group ${consumerGroup}. Start its consumers.`,
    ({ consumerGroup = "" }) =>
      `No partition of group ${consumerGroup} is known to be unread: they are read again, or those who held them are forgotten.`,
  ],
  overloaded: [
    () => "The rate carries no other consumer. Raise it, or give the groups longer leases.",
    () => "The rate has room for other consumers again.",
  ],
  outage: [
    () =>
      "It is not known who is alive: the relay did not run, its table did not answer, or CLS failed. Its log says which.",
    () => "It is known again who is alive.",
  ],
};
