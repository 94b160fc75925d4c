import {
  type Call,
  type Claim,
  freeMsOf,
  holds,
  isProven,
  type Reports,
  type Sight,
} from "./sight.ts";

/** Whether the senders of two beats are one: by their own word, else by their key. */
function isSame(one: Omit<Claim, "atMs">, other: Omit<Claim, "atMs">): boolean {
  const haveIds = one.instance !== undefined || other.instance !== undefined;
  return haveIds ? one.instance === other.instance : one.key === other.key;
}

/** A beat that asks for a call. */
export type Asking = Pick<Call, "key" | "origin" | "report">;

const senderOf = ({ key, origin }: Asking) => ({ key, instance: origin.instance });

/**
 * Who else beats for the consumer: the sender of this beat beat before another one, within a lease, and now again
 * (docs/delivery.md, "One name, one consumer").
 */
export function rivalOf(before: Sight | undefined, asking: Asking, nowMs: number) {
  if (before?.holder === undefined || asking.origin.isScheduled === true) return undefined;
  const { holder, rival, leaseMs } = before;
  const sender = senderOf(asking);
  const isInTurn =
    rival !== undefined &&
    !isSame(holder, sender) &&
    isSame(rival, sender) &&
    nowMs - rival.atMs < leaseMs;
  return isInTurn || areTwoByReports(before, asking, nowMs) ? holder : undefined;
}

/** One that restarts reports less, and then what it did before: only what alternates again is two. */
const mostTurns = 1;

/** Senders with one key and without names are told apart by what they report, while nothing is assigned anew. */
function areTwoByReports(before: Sight, asking: Asking, nowMs: number): boolean {
  const { turns = 0 } = reportsAfter(before, asking, nowMs) ?? {};
  const changedMs = before.changesMs.at(-1) ?? -Infinity;
  return turns > mostTurns && changedMs < nowMs - before.leaseMs;
}

/** What was reported last and before that, after this beat. */
function reportsAfter(
  before: Sight | undefined,
  { origin, report }: Asking,
  atMs: number,
): Reports | undefined {
  if (report === undefined || origin.instance !== undefined) return undefined;
  const now = { report, atMs };
  if (before?.reports === undefined || before.reports.last.report === report)
    return { last: now, turns: 0 };
  const { last, other, turns } = before.reports;
  const isInTurn = other?.report === report && atMs - other.atMs < before.leaseMs;
  return { last: now, other: last, turns: isInTurn ? turns + 1 : 0 };
}

/** In leases: two beats at the same moment may not see each other, and that ends no contest. */
export const pauseLeases = 2;

/** Who beat before the holder; of three that beat in turn the first, until it is seen again or a lease has passed. */
function rivalAfter(before: Sight | undefined, holder: Claim): Claim | undefined {
  if (before?.holder === undefined || isSame(before.holder, holder)) return before?.rival;
  const { rival, leaseMs } = before;
  const mayReturn = rival !== undefined && holder.atMs - rival.atMs < leaseMs;
  return mayReturn && !isSame(rival, before.holder) && !isSame(rival, holder)
    ? rival
    : before.holder;
}

/** Who holds the name of a consumer after a beat that was accepted. */
export function claimsAfter(before: Sight | undefined, call: Call): Partial<Sight> {
  if (call.origin.isScheduled) return {};
  const holder = { ...senderOf(call), atMs: call.sentMs };
  const isContested = rivalOf(before, call, call.sentMs) !== undefined;
  const { contestedMs = -Infinity, contestedSinceMs } = before ?? {};
  const goesOn = call.endedMs < contestedMs + pauseLeases * call.leaseMs;
  return {
    holder,
    reports: reportsAfter(before, call, call.sentMs),
    rival: rivalAfter(before, holder),
    ...(isContested && {
      contestedMs: call.endedMs,
      contestedSinceMs: (goesOn ? contestedSinceMs : undefined) ?? call.endedMs,
    }),
  };
}

/**
 * Who holds the name after a beat that CLS may have taken without a word. Where the lease of the holder had ended, it would
 * else seem to be that one's again, and a fence would keep the sender out for a beat of its own.
 */
export function claimAfterSilence(before: Sight | undefined, call: Call): Partial<Sight> {
  const { origin, mayBeTaken, sentMs } = call;
  if (!mayBeTaken || origin.isScheduled) return {};
  if (before?.holder === undefined || holds(before, sentMs)) return {};
  return { holder: { ...senderOf(call), atMs: sentMs } };
}

/** The lease is that of another instance. */
export type Claimed = {
  readonly reason: "claimed";
  /** On the wall clock. */
  readonly untilMs: number;
  readonly holder: Claim;
};

/** Why a beat is not to be sent, by what was seen of its consumer. */
export function claimAgainst(
  before: Sight | undefined,
  asking: Asking,
  nowMs: number,
): Claimed | { readonly reason: "left" | "unproven" } | undefined {
  const { isScheduled, isFenced } = asking.origin;
  if (isScheduled) return notScheduled(before, asking, nowMs);
  return isFenced ? claimOfAnother(before, asking, nowMs) : undefined;
}

/**
 * Why what a sender says of the consumer does not count. An instance that hands over to another one leaves
 * after that one has come, and the consumer does not.
 */
export function wordAgainst(
  before: Sight | undefined,
  asking: Asking,
  { word, nowMs }: { readonly word: string; readonly nowMs: number },
): Claimed | undefined {
  const { instance, isFenced } = asking.origin;
  const areNamed = instance !== undefined && before?.holder?.instance !== undefined;
  return isFenced || (word === "left" && areNamed)
    ? claimOfAnother(before, asking, nowMs)
    : undefined;
}

function claimOfAnother(
  before: Sight | undefined,
  asking: Asking,
  nowMs: number,
): Claimed | undefined {
  if (before?.holder === undefined || before.leftMs !== undefined) return undefined;
  const { holder } = before;
  if (isSame(holder, senderOf(asking)) || !holds(before, nowMs)) return undefined;
  return { reason: "claimed", untilMs: freeMsOf(before), holder };
}

function notScheduled(
  before: Sight | undefined,
  { origin: { keepAliveMs } }: Asking,
  nowMs: number,
): { readonly reason: "left" | "unproven" } | undefined {
  if (before?.leftMs !== undefined) return { reason: "left" };
  const isOwed = keepAliveMs === undefined || isProven(before ?? {}, { keepAliveMs, nowMs });
  return isOwed ? undefined : { reason: "unproven" };
}
