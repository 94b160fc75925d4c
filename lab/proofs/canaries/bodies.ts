import fc from "fast-check";
import { nearlyRight } from "../../../test/support/arbitraries.ts";
import type { PlannedBody } from "./requests.ts";
import { canary, text } from "./texts.ts";

const name = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom("orders", "orders-1", "topic") },
  { weight: 2, arbitrary: canary },
  { weight: 1, arbitrary: text },
);
const partitions = fc.oneof(
  { weight: 19, arbitrary: fc.array(fc.nat({ max: 9 }), { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(text, { maxLength: 2 }) },
);
const own = fc.record({
  consumerGroup: name,
  consumer: name,
  logsetId: name,
  topics: fc.oneof(
    fc.array(name, { minLength: 1, maxLength: 2 }),
    fc.dictionary(name, partitions, { minKeys: 1, maxKeys: 2 }),
  ),
});
const tencent = fc.record({
  ConsumerGroup: name,
  Consumer: name,
  LogsetId: name,
  TopicPartitionsInfo: fc.array(fc.record({ TopicID: name, Partitions: partitions }), {
    minLength: 1,
    maxLength: 2,
  }),
});

const unknownKeys = fc.dictionary(text, text, { minKeys: 1, maxKeys: 3 });
const heartbeat = fc.oneof({ weight: 3, arbitrary: own }, { weight: 1, arbitrary: tencent });
const anyShape = nearlyRight(fc.oneof(text, fc.jsonValue({ maxDepth: 1 })));

/** What the schedule is asked for; on the HTTP routes it is a body with unknown keys. */
const event = fc.record({
  heartbeats: fc.array(fc.oneof(fc.constant("orders-1"), heartbeat, text), { maxLength: 2 }),
});

const inBatch = fc.oneof(
  { weight: 4, arbitrary: heartbeat },
  { weight: 2, arbitrary: fc.constantFrom({ alias: "orders-1" }, { alias: "orders-get" }) },
  { weight: 1, arbitrary: fc.record({ alias: name, topics: fc.array(name, { minLength: 1 }) }) },
  { weight: 1, arbitrary: fc.oneof(text, anyShape) },
);

const json = (value: fc.Arbitrary<unknown>) => value.map((one): PlannedBody => ({ json: one }));
const raw = (value: fc.Arbitrary<string>) => value.map((one): PlannedBody => ({ raw: one }));

/** Bodies: right, nearly right, of any shape, cut, no JSON at all, too large, and none. */
export const bodies: fc.Arbitrary<PlannedBody | undefined> = fc.oneof(
  { weight: 24, arbitrary: json(heartbeat) },
  {
    weight: 3,
    arbitrary: json(fc.tuple(heartbeat, unknownKeys).map(([a, b]) => ({ ...a, ...b }))),
  },
  { weight: 2, arbitrary: json(event) },
  { weight: 2, arbitrary: json(fc.record({ topics: fc.dictionary(name, partitions) })) },
  { weight: 2, arbitrary: json(anyShape) },
  {
    weight: 2,
    arbitrary: raw(heartbeat.map((one) => JSON.stringify(one).slice(0, -1))),
  },
  { weight: 2, arbitrary: raw(text) },
  { weight: 1, arbitrary: text.map((one): PlannedBody => ({ raw: one, times: 900 })) },
  { weight: 3, arbitrary: fc.constant(undefined) },
);

const batch = fc.record({ heartbeats: fc.array(inBatch, { minLength: 1, maxLength: 3 }) });

/** Batches, with some heartbeats of one consumer, some invalid ones, and bodies that are no batch. */
export const batches: fc.Arbitrary<PlannedBody | undefined> = fc.oneof(
  { weight: 12, arbitrary: json(batch) },
  {
    weight: 1,
    arbitrary: json(fc.tuple(batch, unknownKeys).map(([a, b]) => ({ ...a, ...b }))),
  },
  { weight: 2, arbitrary: bodies },
);

/** What Tencent's SDKs send, and what they do not. */
export const sdkBodies: fc.Arbitrary<PlannedBody | undefined> = fc.oneof(
  { weight: 6, arbitrary: json(tencent) },
  {
    weight: 1,
    arbitrary: json(fc.tuple(tencent, unknownKeys).map(([a, b]) => ({ ...a, ...b }))),
  },
  { weight: 2, arbitrary: bodies },
);
