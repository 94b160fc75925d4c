import { toName } from "../../alive/consumers.ts";
import type { Services } from "../../app/services.ts";
import { RelayError } from "../../heartbeat/relay-error.ts";
import { toConsumerBody } from "../consumers/consumer-body.ts";
import { matches, readFilter } from "../consumers/filter.ts";
import { toGroupBody } from "../consumers/group-body.ts";
import { inOneLogset, listVisible } from "../consumers/visible.ts";
import type { Endpoint, Exchange } from "../endpoint.ts";
import { json } from "../http-answer.ts";
import { headerKey } from "../key-rule.ts";

type Sources = Pick<Services, "config" | "consumers" | "clock">;

/** What only keys that read may ask. */
export function reading(answer: Endpoint["answer"]): Endpoint {
  return { methods: ["GET", "HEAD"], key: headerKey, beats: false, reads: true, answer };
}

/**
 * The consumers that a key may see, in the order of their names, a page at a time.
 *
 * @see docs/api.md, "Who is alive"
 * @throws RelayError `invalid-heartbeat` for a query that is invalid
 */
export function createConsumersEndpoint(services: Sources): Endpoint {
  return reading(async ({ key, request }) => {
    const filter = readFilter(request);
    const after = Buffer.from(filter.after ?? "", "base64url").toString();
    const all = await listVisible(services, key);
    const found = all.filter((one) => matches(one, filter) && toName(one.sight) > after);
    const page = found.slice(0, filter.limit);
    const last = page.at(-1);
    const next =
      last && found.length > page.length && Buffer.from(toName(last.sight)).toString("base64url");
    return json(200, { consumers: page.map(toConsumerBody), ...(next && { next }) });
  });
}

/** One consumer. */
export function createConsumerEndpoint(services: Sources) {
  return (group: string, consumer: string): Endpoint =>
    reading(async (exchange) =>
      json(200, toConsumerBody(await findOne(services, exchange, group, consumer))),
    );
}

/**
 * Whether one consumer is alive, for probes.
 *
 * @throws RelayError `not-alive` where it is not
 */
export function createLiveEndpoint(services: Sources) {
  return (group: string, consumer: string): Endpoint =>
    reading(async (exchange) => {
      const { state } = await findOne(services, exchange, group, consumer);
      if (state === "alive") return json(200, { state });
      throw new RelayError("not-alive", { detail: `The consumer is ${state}.`, fields: { state } });
    });
}

/** A group: its consumers, and its partitions by holder. */
export function createGroupEndpoint(services: Sources) {
  return (group: string): Endpoint =>
    reading(async ({ key, request }) => {
      const filter = { ...readFilter(request, ["logsetId"]), group };
      const all = await listVisible(services, key);
      const members = inOneLogset(all.filter((one) => matches(one, filter)));
      return json(200, toGroupBody(members, services.clock.epochMs()));
    });
}

async function findOne(
  services: Sources,
  { key, request }: Exchange,
  group: string,
  consumer: string,
) {
  const filter = { ...readFilter(request, ["logsetId"]), group };
  const all = await listVisible(services, key);
  const isAsked = (one: (typeof all)[number]) =>
    matches(one, filter) && one.sight.consumer === consumer;
  const [found] = inOneLogset(all.filter(isAsked));
  return found;
}
