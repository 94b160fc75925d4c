import * as z from "zod/mini";
import type { Fault } from "./relay-error.ts";
import { type Heartbeat, mergeTopics, type Topics } from "./heartbeat.ts";
import { findProtoKeys, type Parsed, toFaults, uniqueByPath } from "./faults.ts";
import * as field from "./fields.ts";
import { lazy } from "../base/lazy.ts";
import { isObject } from "../base/unknown-object.ts";

/** What the configuration fills in where a simplified heartbeat leaves it out. */
export type HeartbeatDefaults = {
  readonly consumerGroup?: string | undefined;
  readonly logsetId?: string | undefined;
};

function ownShape<T extends z.core.$ZodType>(topics: T) {
  return z.strictObject({
    consumerGroup: field.name(),
    consumer: field.name(),
    logsetId: field.name(),
    topics,
    partitionStrategy: field.partitionStrategy(),
  });
}

const withMap = lazy(() => ownShape(field.topicMap()));
const withList = lazy(() => ownShape(field.topicList()));
const tencentShape = lazy(() =>
  z.strictObject({
    ConsumerGroup: field.name(),
    Consumer: field.name(),
    LogsetId: field.name(),
    TopicPartitionsInfo: field.topicPartitionsInfo(),
    PartitionStrategy: field.partitionStrategy(),
  }),
);
const topicsOnlyMap = lazy(() => z.strictObject({ topics: z.optional(field.topicMap()) }));
const topicsOnlyList = lazy(() => z.strictObject({ topics: field.topicList() }));

/** The shapes of bodies, for the API's description. */
export const shapes = { withMap, tencent: tencentShape, topicsOnlyMap };

const ownKeys = ["consumerGroup", "consumer", "logsetId", "topics", "partitionStrategy"];
const tencentKeys = [
  "ConsumerGroup",
  "Consumer",
  "LogsetId",
  "TopicPartitionsInfo",
  "PartitionStrategy",
];

/**
 * A heartbeat from unknown JSON, in the simplified shape or in Tencent's own; both spellings mixed
 * are a fault.
 *
 * @see docs/api.md, "A heartbeat in the body"
 */
export function parseHeartbeat(
  input: unknown,
  defaults: HeartbeatDefaults = {},
): Parsed<Heartbeat> {
  if (!isObject(input)) return notAnObject('{"consumer":"orders-1","topics":["<topicId>"]}');
  if (hasAny(input, tencentKeys)) {
    const mixed = hasAny(input, ownKeys) ? [mixedSpellings] : [];
    return check(tencentShape(), input, fromTencentShape, mixed);
  }
  const body = { ...definedOnly(defaults), ...input };
  return Array.isArray(input["topics"])
    ? check(withList(), body, ({ topics, ...rest }) => toHeartbeat(rest, fromList(topics)))
    : check(withMap(), body, ({ topics, ...rest }) => toHeartbeat(rest, fromMap(topics)));
}

/** The topics that a body gives in place of a preset's; `undefined` where it gives none. */
export function parseTopicsOverride(input: unknown): Parsed<Topics | undefined> {
  if (!isObject(input)) return notAnObject('{"topics":["<topicId>"]}, or the body empty');
  return Array.isArray(input["topics"])
    ? check(topicsOnlyList(), input, ({ topics }) => fromList(topics))
    : check(topicsOnlyMap(), input, ({ topics }) => (topics ? fromMap(topics) : undefined));
}

function notAnObject(example: string): Parsed<never> {
  return { ok: false, faults: [{ path: "", message: `must be a JSON object such as ${example}` }] };
}

const mixedSpellings: Fault = {
  path: "",
  message: `mixes two spellings; use either ${ownKeys.join(", ")} or ${tencentKeys.join(", ")}`,
};

function check<S extends z.core.$ZodType, T>(
  schema: S,
  body: Record<string, unknown>,
  convert: (found: z.output<S>) => T,
  known: readonly Fault[] = [],
): Parsed<T> {
  const faults = [...known, ...findProtoKeys(body)];
  const result = z.safeParse(schema, body);
  if (result.success && faults.length === 0) return { ok: true, value: convert(result.data) };
  if (!result.success) faults.push(...toFaults(result.error.issues, body));
  return { ok: false, faults: uniqueByPath(faults) };
}

type Names = {
  readonly consumerGroup: string;
  readonly consumer: string;
  readonly logsetId: string;
  readonly partitionStrategy?: number | undefined;
};

function toHeartbeat({ partitionStrategy, ...names }: Names, topics: Topics): Heartbeat {
  return { ...names, topics, ...(partitionStrategy === undefined ? {} : { partitionStrategy }) };
}

function fromTencentShape(found: z.output<ReturnType<typeof tencentShape>>): Heartbeat {
  const names = {
    consumerGroup: found.ConsumerGroup,
    consumer: found.Consumer,
    logsetId: found.LogsetId,
    partitionStrategy: found.PartitionStrategy,
  };
  const topics = found.TopicPartitionsInfo.map(
    ({ TopicID, Partitions }) => [TopicID, Partitions] as const,
  );
  return toHeartbeat(names, mergeTopics(topics));
}

function hasAny(body: object, keys: readonly string[]): boolean {
  return keys.some((key) => Object.hasOwn(body, key));
}

function definedOnly(defaults: HeartbeatDefaults): Record<string, string> {
  return {
    ...(defaults.consumerGroup === undefined ? {} : { consumerGroup: defaults.consumerGroup }),
    ...(defaults.logsetId === undefined ? {} : { logsetId: defaults.logsetId }),
  };
}

function fromList(topicIds: readonly string[]): Topics {
  return new Map(topicIds.map((topicId) => [topicId, []]));
}

function fromMap(topics: Readonly<Record<string, readonly number[]>>): Topics {
  return mergeTopics(Object.entries(topics));
}
