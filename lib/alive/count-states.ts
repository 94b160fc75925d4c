import type { Consumer } from "./consumers.ts";
import type { State } from "./state-of.ts";

/** How many consumers are in each state, all seven states included. */
export function countStates(consumers: readonly Consumer[]): Record<State, number> {
  const counts = { expired: 0, contested: 0, late: 0, joining: 0, alive: 0, left: 0, silent: 0 };
  for (const { state } of consumers) counts[state] += 1;
  return counts;
}
