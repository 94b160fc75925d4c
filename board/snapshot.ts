import * as z from "zod/mini";
import { states } from "../lib/alive/state-of.ts";

const state = z.enum(states);
/** In milliseconds of the relay's clock. */
const time = z.pipe(z.string(), z.transform(Date.parse));
const partitions = z.record(z.string(), z.array(z.number()));

const consumer = z.object({
  consumerGroup: z.string(),
  consumer: z.string(),
  logsetId: z.string(),
  state,
  topics: partitions,
  renewedAt: z.optional(time),
  leaseEndsAt: z.optional(time),
  leaseSeconds: z.number(),
  missed: z.number(),
  lastAttempt: z.optional(z.object({ outcome: z.string(), upstreamCode: z.optional(z.string()) })),
  freeAt: z.optional(time),
});

const group = z.object({
  consumerGroup: z.string(),
  logsetId: z.string(),
  consumers: z.array(z.object({ consumer: z.string(), state })),
  topics: z.record(
    z.string(),
    z.array(z.object({ partition: z.number(), consumer: z.nullable(z.string()) })),
  ),
  unheld: partitions,
  changesInLastHour: z.number(),
});

const sample = z.object({
  at: time,
  renewals: z.number(),
  refusals: z.number(),
  rebalances: z.number(),
});

/** What is read of `GET /v1/overview`. */
export const overviewShape = z.object({
  at: time,
  rate: z.object({
    perSecond: z.number(),
    used: z.number(),
    held: z.number(),
    carries: z.number(),
  }),
  groups: z.array(group),
  lastFailure: z.optional(
    z.object({
      consumerGroup: z.string(),
      consumer: z.string(),
      at: time,
      code: z.string(),
      title: z.string(),
      upstreamCode: z.optional(z.string()),
    }),
  ),
  samples: z.optional(z.array(sample)),
});

/** What is read of `GET /v1/consumers`. */
export const consumersShape = z.object({
  consumers: z.array(consumer),
  next: z.optional(z.string()),
});

/** What is read of a problem. */
export const problemShape = z.object({ title: z.string(), detail: z.string() });

export type Consumer = z.infer<typeof consumer>;
export type Group = z.infer<typeof group>;
export type Sample = z.infer<typeof sample>;
export type Overview = z.infer<typeof overviewShape>;

/** All that is shown at once. */
export type Snapshot = { readonly overview: Overview; readonly consumers: readonly Consumer[] };
