import type { Services } from "../../app/services.ts";
import { readFilter } from "../consumers/filter.ts";
import { toOverviewBody } from "../consumers/overview-body.ts";
import { requireConsumers, visibleOf } from "../consumers/visible.ts";
import type { Endpoint } from "../endpoint.ts";
import { json } from "../http-answer.ts";
import { reading } from "./consumers.ts";

type Sources = Pick<Services, "config" | "consumers" | "clock" | "readSamples">;

/**
 * All that the board shows at once besides the consumers themselves: of groups what the key may see, of the relay sums.
 *
 * @see docs/api.md, "Who is alive"
 * @throws RelayError `relay-misconfigured`, `ledger-unavailable`
 */
export function createOverviewEndpoint(services: Sources): Endpoint {
  return reading(async ({ key, request, basePath }) => {
    readFilter(request, []);
    const known = requireConsumers(services);
    const [all, samples] = await Promise.all([known.list(), services.readSamples?.()]);
    const consumers = visibleOf(all, services, key);
    const told = { consumers, all, samples, rate: known.rate(), basePath };
    return json(200, toOverviewBody(told, services.clock.epochMs()));
  });
}
