import type { Consumer } from "./consumers.ts";

export type Members = readonly [Consumer, ...Consumer[]];

/** The members of each group, in the order in which they are given; a group's name may stand in several logsets. */
export function byGroup(consumers: readonly Consumer[]): readonly Members[] {
  const groups = new Map<string, [Consumer, ...Consumer[]]>();
  for (const one of consumers) {
    const name = JSON.stringify([one.sight.consumerGroup, one.sight.logsetId]);
    const members = groups.get(name);
    if (members) members.push(one);
    else groups.set(name, [one]);
  }
  return [...groups.values()];
}
