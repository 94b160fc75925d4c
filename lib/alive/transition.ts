import type { Topics } from "../heartbeat/heartbeat.ts";

/** What may be wrong (docs/alarms.md). `outage`: the relay could not have known, since itself, its table or CLS was away. */
export const alarmKinds = ["expired", "contested", "unread", "overloaded", "outage"] as const;
export type AlarmKind = (typeof alarmKinds)[number];

/** Whose alarm it is: a consumer's, a group's, or, with none of these, the relay's. */
export type Subject = {
  readonly consumerGroup?: string;
  readonly logsetId?: string;
  readonly consumer?: string;
  readonly alias?: string;
  /** Where it is about partitions. */
  readonly topics?: Topics;
};

/** Something has become wrong, or is right again. Nothing is told of what merely stays as it is. */
export type Transition = {
  /** The same for the same transition, from whatever process and however often it is told. */
  readonly id: string;
  readonly kind: AlarmKind;
  /** Whether it has ended; such a transition is told as `recovered`. */
  readonly isOver: boolean;
  readonly subject: Subject;
  /** When it became true, on the wall clock. */
  readonly atMs: number;
  /** When what it ends began; the same as `atMs` at the beginning. */
  readonly sinceMs: number;
  /** One plain sentence that says what is wrong and what to do. */
  readonly detail: string;
};

/** Where transitions are told: a webhook, a topic, the log. */
export type Teller = {
  /** Rejects unless all were taken; then they are told again, with the same ids. Settles at once when the signal aborts. */
  tell(transitions: readonly Transition[], signal: AbortSignal): Promise<void>;
};

/** A minute of the relay, as the board plots it. */
export type Sample = {
  /** The end of the minute, on the wall clock. */
  readonly atMs: number;
  readonly renewals: number;
  /** Calls that CLS did not accept. */
  readonly refusals: number;
  /** How often an accepted heartbeat brought other partitions than the one before it. */
  readonly rebalances: number;
  readonly alive: number;
  readonly late: number;
  readonly expired: number;
};
