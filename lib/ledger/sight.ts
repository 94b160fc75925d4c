/** Partitions by topic id. */
export type Partitions = ReadonlyMap<string, readonly number[]>;

/** The consumer that a beat is of, and who sends it, as people know them. */
export type Origin = {
  readonly logsetId: string;
  readonly consumerGroup: string;
  readonly consumer: string;
  /** What it reads, as it reports. */
  readonly topicIds?: readonly string[] | undefined;
  readonly alias?: string | undefined;
  /** What the sender calls itself, also after a restart. */
  readonly instance?: string | undefined;
  /** The relay's own schedule is nobody's rival, and stops for who has left. */
  readonly isScheduled?: boolean | undefined;
  /** Whether nobody else may beat while the lease of one sender runs. */
  readonly isFenced?: boolean | undefined;
  /** How long after the last proof of its life the schedule renews its lease. */
  readonly keepAliveMs?: number | undefined;
};

/** A sender that beat for a consumer, and when it last did. */
export type Claim = {
  readonly key: string;
  readonly instance?: string | undefined;
  readonly atMs: number;
};

/**
 * What the ledger saw of a consumer, at the times of the wall clock. It is forgotten a day after its lease ended; one
 * that left, after 90 days.
 */
export type Sight = Pick<Origin, "logsetId" | "consumerGroup" | "consumer" | "alias"> & {
  /** The key that sent last; `schedule` for the relay's own. */
  readonly key: string;
  readonly leaseMs: number;
  /** How far apart its beats are: as it was asked to send them, or as it does where that is longer. */
  readonly cadenceMs: number;
  /** Since when it has had its lease without a gap. */
  readonly joinedMs?: number | undefined;
  /** When the last beat that CLS accepted was sent: from a lease later on, its lease may have ended. */
  readonly renewedMs?: number | undefined;
  /** The latest moment at which CLS may have taken a beat: until a lease later, its lease may run. */
  readonly takenMs?: number | undefined;
  /** What CLS assigned last; the topics alone of one that never got in. */
  readonly partitions: Partitions;
  /** When that changed: the last times in the hour before the last change. */
  readonly changesMs: readonly number[];
  readonly attempt: Attempt;
  /** How many calls CLS accepted, and how many it did not; absent: none. */
  readonly renewals?: number | undefined;
  readonly failures?: number | undefined;
  /** When the first call failed since the last one that was accepted. */
  readonly failingSinceMs?: number | undefined;
  /** When a call last went unrecorded, as far as the process knew that wrote this: others may have beaten until then. */
  readonly unrecordedMs?: number | undefined;
  /** Who sent the last beat that was accepted, or that may have been after its lease; and who the last one before that was another. */
  readonly holder?: Claim | undefined;
  readonly rival?: Claim | undefined;
  /** Where the sender does not say who it is. */
  readonly reports?: Reports | undefined;
  /** When holder and rival last beat in turn, and since when they do so without a pause of two leases. */
  readonly contestedMs?: number | undefined;
  readonly contestedSinceMs?: number | undefined;
  /** When it said that it leaves, since its last beat. */
  readonly leftMs?: number | undefined;
  /** When a beat of its own that was not accepted last proved that it lives; one that was is that of `holder`. */
  readonly provenMs?: number | undefined;
  /** When it last said that a run of it failed. */
  readonly failedMs?: number | undefined;
};

/** A body that was reported, in a few characters, and when. */
export type Reported = { readonly report: string; readonly atMs: number };

/** What was reported last, and another report before that; how often each came after the other, in turn. */
export type Reports = {
  readonly last: Reported;
  readonly other?: Reported | undefined;
  readonly turns: number;
};

/** The last call for a consumer. */
export type Attempt = {
  readonly atMs: number;
  /** "renewed", or the code of the error. */
  readonly outcome: string;
  /** What CLS called it. */
  readonly upstreamCode?: string | undefined;
};

/** What a call brought, besides how it ended. */
export type CallFacts = {
  /** What CLS assigned. */
  readonly partitions?: Partitions;
  readonly outcome: string;
  readonly upstreamCode?: string | undefined;
  /** Whether CLS may have taken a beat that it did not accept. */
  readonly mayBeTaken?: boolean;
};

export type Call = CallFacts & {
  readonly origin: Origin;
  readonly key: string;
  /** The same for the same body; absent where none was sent. */
  readonly report?: string | undefined;
  readonly leaseMs: number;
  /** How often a consumer with such a lease is asked to beat. */
  readonly cadenceMs: number;
  readonly sentMs: number;
  readonly endedMs: number;
  readonly isRenewed: boolean;
  readonly unrecordedMs?: number | undefined;
};

/** Whether the lease may still run. One of a time that is further ahead than that was told by a clock that was set back. */
export function holds(
  { takenMs, leaseMs }: Pick<Sight, "takenMs" | "leaseMs">,
  nowMs: number,
): boolean {
  return takenMs !== undefined && Math.abs(nowMs - takenMs) < leaseMs;
}

/** Whether nothing is to be remembered of what it says: anybody can invent a consumer, and no schedule beats for it. */
export function isUnknown(before: Sight | undefined, { alias }: Pick<Origin, "alias">): boolean {
  return before === undefined && alias === undefined;
}

/** When CLS gives the partitions of a consumer to others, unless it beats again. */
export function freeMsOf({
  takenMs = 0,
  leaseMs,
  leftMs = 0,
}: Pick<Sight, "takenMs" | "leaseMs" | "leftMs">): number {
  return Math.max(takenMs + leaseMs, leftMs);
}

/** Whether the last proof that it lives still counts: a beat by whatever way, but for those of the schedule. */
export function isProven(
  { holder, provenMs = -Infinity, failedMs = -Infinity }: Partial<Sight>,
  { keepAliveMs, nowMs }: { readonly keepAliveMs: number; readonly nowMs: number },
): boolean {
  const lastMs = Math.max(provenMs, holder?.atMs ?? -Infinity);
  return lastMs > failedMs && nowMs < lastMs + keepAliveMs;
}

const dayMs = 86_400_000;
const leftForMs = 90 * dayMs;

/** When a sight may be forgotten. */
export function forgottenMs(sight: Sight): number {
  if (sight.leftMs !== undefined) return sight.leftMs + leftForMs;
  return seenMsOf(sight) + sight.leaseMs + dayMs;
}

/** When its consumer was last heard of. */
export function seenMsOf({ attempt, takenMs = 0, provenMs = 0, leftMs = 0 }: Sight): number {
  return Math.max(attempt.atMs, takenMs, provenMs, leftMs);
}
