import fc from "fast-check";
import { isName } from "../../lib/heartbeat/names.ts";

/** A name that the contract allows, astral characters and `constructor` included. */
export const validName = fc
  .oneof(
    { weight: 6, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 12 }) },
    fc.constantFrom("constructor", "toString", "hasOwnProperty", "0", "10", "a.b"),
  )
  .filter((name) => isName(name) && name !== "__proto__");

/** Topics as entries, each topic once; partitions may repeat. */
export const validTopics = fc.uniqueArray(
  fc.tuple(validName, fc.array(fc.maxSafeNat(), { maxLength: 6 })),
  { selector: ([topicId]) => topicId, minLength: 1, maxLength: 5 },
);

export const validHeartbeat = fc.record(
  {
    consumerGroup: validName,
    consumer: validName,
    logsetId: validName,
    topics: validTopics,
    partitionStrategy: fc.maxSafeInteger(),
  },
  { requiredKeys: ["consumerGroup", "consumer", "logsetId", "topics"] },
);

const knownKeys = [
  ...["consumerGroup", "consumer", "logsetId", "topics", "partitionStrategy"],
  ...["ConsumerGroup", "Consumer", "LogsetId", "TopicPartitionsInfo", "PartitionStrategy"],
  ...["TopicID", "Partitions", "keys", "aliases", "defaults", "name", "sha256", "scheduled"],
  ...["everySeconds", "scheduledUntil", "hookOnly", "read", "heartbeats", "time", "$schema"],
  ...["__proto__", "constructor", "toString"],
];

/**
 * JSON of any shape whose keys are mostly those that the schemas know, so that it gets past their
 * first check; leaves are taken from `leaf`. `fromEntries` makes even `__proto__` an own key.
 */
export function nearlyRight(leaf: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const key = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...knownKeys) },
    fc.string({ maxLength: 80 }),
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "medium", maxDepth: 8 },
      leaf,
      fc.array(tie("value"), { maxLength: 4 }),
      fc
        .array(fc.tuple(key, tie("value")), { maxLength: 6 })
        .map((entries) => Object.fromEntries(entries)),
    ),
  }));
  return value;
}

/** Any JSON value at all, well-known keys and lone surrogates included. */
export const anyJson = fc.oneof(
  fc.jsonValue(),
  nearlyRight(
    fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.constantFrom("\ud800", "a\u2028b", -1, 1.5, 2 ** 53, "1", true, null, ""),
    ),
  ),
);
