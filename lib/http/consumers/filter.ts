import { type State, states } from "../../alive/state-of.ts";
import type { Consumer } from "../../alive/consumers.ts";
import { type Fault, RelayError } from "../../heartbeat/relay-error.ts";
import { type Filters, filterNames } from "../query.ts";
import type { HttpRequest } from "../request.ts";

/** Which consumers are asked for, and how many of them at once. */
export type Filter = Omit<Filters, "limit" | "state"> & {
  readonly state?: State | undefined;
  readonly limit: number;
};

const usualLimit = 100;
const mostLimit = 500;

/**
 * @param taken the parameters that the route takes
 * @throws RelayError `invalid-heartbeat` with every fault of the query
 */
export function readFilter(
  { query, filters = {} }: HttpRequest,
  taken: readonly (typeof filterNames)[number][] = filterNames,
): Filter {
  const { state: stateText, limit: limitText, ...names } = filters;
  const faults: Fault[] = [];
  if (query.some(({ name }) => !taken.some((one) => one === name)))
    faults.push({ path: "query", message: `takes ${taken.join(", ")} and nothing else` });
  const state = states.find((known) => known === stateText);
  if (stateText !== undefined && state === undefined)
    faults.push({ path: "query.state", message: `must be one of ${states.join(", ")}` });
  const limit = limitText === undefined ? usualLimit : Number(limitText);
  if (!Number.isInteger(limit) || limit < 1 || limit > mostLimit)
    faults.push({ path: "query.limit", message: `must be a whole number from 1 to ${mostLimit}` });
  if (faults.length === 0) return { ...names, state, limit };
  throw new RelayError("invalid-heartbeat", { detail: "The query is invalid.", faults });
}

export function matches({ sight, state }: Consumer, filter: Filter): boolean {
  const { group, logsetId, topic } = filter;
  return (
    (group === undefined || sight.consumerGroup === group) &&
    (logsetId === undefined || sight.logsetId === logsetId) &&
    (topic === undefined || sight.partitions.has(topic)) &&
    (filter.state === undefined || state === filter.state)
  );
}
