import { states } from "../../lib/alive/state-of.ts";
import { object, type Schema, schemaOf } from "./types.ts";

const text = { type: "string" };
const count = { type: "integer", minimum: 0 };
const state = { enum: [...states] };
const told = (description: string, schema: Schema = text): Schema => ({ ...schema, description });

/** What is told of consumers. What is not known is left out. */
export const consumerSchemas: Readonly<Record<string, Schema>> = {
  Consumer: object(
    {
      consumerGroup: text,
      consumer: text,
      logsetId: text,
      state: told("What it is, as far as the relay sees its heartbeats.", state),
      mayHaveEnded: told("CLS may have given its partitions to others.", { const: true }),
      topics: schemaOf("Topics", { description: "What CLS assigned last." }),
      changedAt: told("When that changed."),
      joinedAt: told("Since when it has had its lease without a gap."),
      renewedAt: told("When the last heartbeat that CLS accepted was sent."),
      leaseEndsAt: told("The earliest time at which that lease may end."),
      leaseSeconds: { type: "number" },
      cadenceSeconds: told("How far apart its heartbeats are.", { type: "number" }),
      missed: told("How many heartbeats have not come at their times.", count),
      alias: text,
      key: told("The key that sent last; `schedule` for the relay's own schedule."),
      instance: told("The `X-Instance-Id` of the last heartbeat that CLS accepted."),
      lastAttempt: object(
        {
          at: text,
          outcome: told(
            "`renewed`, the code of a problem, or, where no call was made yet, `left` or `failed` as the consumer said.",
          ),
          upstreamCode: told("What CLS called it."),
        },
        ["upstreamCode"],
      ),
      contested: told(
        "Two that beat for it in turn, and when they last did; one where only what they report tells them apart.",
        object({
          at: text,
          by: { type: "array", items: object({ key: text, instance: text }, ["instance"]) },
        }),
      ),
      leftAt: told("When it said that it leaves."),
      freeAt: told("When CLS gives its partitions to others."),
    },
    [
      ...["mayHaveEnded", "changedAt", "joinedAt", "renewedAt", "leaseEndsAt", "alias", "key"],
      ...["instance", "lastAttempt", "contested", "leftAt", "freeAt"],
    ],
  ),
  Consumers: object(
    {
      consumers: { type: "array", items: schemaOf("Consumer") },
      next: told("Where there are more: `after` of the next page."),
    },
    ["next"],
  ),
  Live: object({ state: { const: "alive" } }),
  Group: object({
    consumerGroup: text,
    logsetId: text,
    consumers: { type: "array", items: object({ consumer: text, state }) },
    topics: {
      type: "object",
      additionalProperties: {
        type: "array",
        items: object({ partition: count, consumer: { type: ["string", "null"] }, state }, [
          "state",
        ]),
      },
      description: "The partitions that the relay saw, by topic id, each with its holder or null.",
    },
    unheld: schemaOf("Topics", { description: "The partitions that nobody holds any more." }),
    changesInLastHour: told(
      "How often an assignment changed: the last ten changes of each consumer are counted.",
      count,
    ),
  }),
  Overview: object(
    {
      at: told("The relay's clock, by which the times of leases count."),
      rate: object({
        perSecond: told("Calls that the rate allows in a second.", { type: "number" }),
        used: told("How many of them are used now.", { type: "number" }),
        held: told("Leases that are held, as far as this relay knows.", count),
        carries: told("How many leases of 40 s the rate can carry.", count),
      }),
      consumers: told(
        "How many consumers are in each state.",
        object(Object.fromEntries(states.map((name) => [name, count]))),
      ),
      groups: { type: "array", items: schemaOf("Group") },
      lastFailure: told(
        "The last heartbeat that failed, of those after which the consumer sent no other.",
        object(
          {
            consumerGroup: text,
            consumer: text,
            logsetId: text,
            at: text,
            code: text,
            title: text,
            type: told("Its page at this relay."),
            upstreamCode: text,
          },
          ["upstreamCode"],
        ),
      ),
      samples: told("The minutes of the last hour, the oldest first, for the whole relay.", {
        type: "array",
        items: object({
          at: told("The end of the minute."),
          renewals: count,
          refusals: told("Calls that CLS did not accept.", count),
          rebalances: told("How often an assignment changed.", count),
          alive: count,
          late: count,
          expired: count,
        }),
      }),
    },
    ["lastFailure", "samples"],
  ),
  Left: object({ freeAt: told("When CLS gives its partitions to others.") }),
};
