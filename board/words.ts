import { type State, states } from "../lib/alive/state-of.ts";
import type { Consumer, Group } from "./snapshot.ts";

/** The same for the same consumer. */
export function nameOf({ consumerGroup, logsetId, consumer }: Consumer): string {
  return JSON.stringify([consumerGroup, logsetId, consumer]);
}

export function groupNameOf({ consumerGroup, logsetId }: Consumer | Group): string {
  return JSON.stringify([consumerGroup, logsetId]);
}

/** What needs a look comes first: the states stand in that order. */
export function byUrgency(
  one: { readonly state: State },
  other: { readonly state: State },
): number {
  return states.indexOf(one.state) - states.indexOf(other.state);
}

export function toCount(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** How long something takes or took, in one unit. */
export function toSpan(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h`;
}

export function toClock(ms: number): string {
  return new Date(ms).toLocaleTimeString("en-GB");
}

/** The lease in words. */
export function toLeaseWords(
  { state, leaseEndsAt, leaseSeconds, freeAt }: Consumer,
  nowMs: number,
): string {
  if (state === "left" && freeAt !== undefined && freeAt > nowMs)
    return `free in ${toSpan(freeAt - nowMs)}`;
  if (leaseEndsAt === undefined) return "never renewed";
  if (leaseEndsAt > nowMs) return `${toSpan(leaseEndsAt - nowMs)} left of ${leaseSeconds} s`;
  const ago = `${toSpan(nowMs - leaseEndsAt)} ago`;
  return state === "expired" || state === "left" ? `ended ${ago}` : `may have ended ${ago}`;
}

/** How many are in each state, the ones that need a look first. */
export function countStates(consumers: readonly Consumer[]): readonly (readonly [State, number])[] {
  return states
    .map((state) => [state, consumers.filter((one) => one.state === state).length] as const)
    .filter(([, count]) => count > 0);
}
