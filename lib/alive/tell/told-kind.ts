import { type AlarmKind, alarmKinds, type Transition } from "../transition.ts";

/** What a transition is told as: its kind at the beginning, `recovered` at the end. */
export const toldKinds = [...alarmKinds, "recovered"] as const;
export type ToldKind = AlarmKind | "recovered";

export function toToldKind({ kind, isOver }: Pick<Transition, "kind" | "isOver">): ToldKind {
  return isOver ? "recovered" : kind;
}

/** How many of each, all kinds included. */
export function countKinds(transitions: readonly Transition[]): Record<ToldKind, number> {
  const counts = { expired: 0, contested: 0, unread: 0, overloaded: 0, outage: 0, recovered: 0 };
  for (const transition of transitions) counts[toToldKind(transition)] += 1;
  return counts;
}
