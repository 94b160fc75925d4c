import { ClsError } from "./cls-error.ts";
import type { Heartbeat, TopicPartitions } from "./consumer-groups.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Turns the body of SendConsumerHeartbeat into a heartbeat.
 *
 * The naming rule on Tencent's page is not enforced: the page's own example breaks it. `PartitionStrategy` is on no page,
 * yet Tencent's own consumers send it.
 *
 * @throws ClsError `UnknownParameter`, `MissingParameter`, `InvalidParameter` (wrong type) or `InvalidParameterValue`.
 */
export function parseHeartbeat(json: unknown): Heartbeat {
  const body = asObject(json, "");
  refuseUnknown(body, "", [
    "ConsumerGroup",
    "Consumer",
    "LogsetId",
    "TopicPartitionsInfo",
    "PartitionStrategy",
  ]);
  if ("PartitionStrategy" in body && !Number.isInteger(body.PartitionStrategy)) {
    throw wrongType("PartitionStrategy", "an integer");
  }
  const heartbeat = {
    consumerGroup: text(body, "ConsumerGroup"),
    consumer: text(body, "Consumer"),
    logsetId: text(body, "LogsetId"),
    topics: list(body, "TopicPartitionsInfo").map((item, index) =>
      parseTopic(item, `TopicPartitionsInfo.${index}`),
    ),
  };
  if (heartbeat.consumer.length > 255) {
    throw wrongValue("Consumer", "at most 255 characters long");
  }
  if (heartbeat.topics.length === 0) throw wrongValue("TopicPartitionsInfo", "at least one topic");
  return heartbeat;
}

/**
 * Turns the body of DescribeConsumerGroups into its two parameters.
 *
 * @throws ClsError as {@link parseHeartbeat} does.
 */
export function parseDescribe(json: unknown): { logsetId: string; topicIds: string[] } {
  const body = asObject(json, "");
  refuseUnknown(body, "", ["LogsetId", "Topics"]);
  const topicIds = "Topics" in body ? texts(body, "Topics") : [];
  return { logsetId: text(body, "LogsetId"), topicIds };
}

/** What a description is narrowed to: field → the values of which one has to be met. */
export type Filters = Readonly<Partial<Record<"logsetId" | "topicId", readonly string[]>>>;

type FilterRule = { keys: readonly (keyof Filters)[]; mostValues: number; more: readonly string[] };

export const LOGSET_FILTERS: FilterRule = { keys: ["logsetId"], mostValues: 5, more: [] };
export const TOPIC_FILTERS: FilterRule = {
  keys: ["logsetId", "topicId"],
  mostValues: 100,
  more: ["PreciseSearch", "BizType"],
};

/**
 * Turns the body of DescribeLogsets or DescribeTopics into its filters; of Tencent's filters those by id are known.
 * Offset and Limit are let through: the emulator's lists have one page.
 *
 * @throws ClsError as {@link parseHeartbeat} does.
 */
export function parseFilters(json: unknown, { keys, mostValues, more }: FilterRule): Filters {
  const body = asObject(json, "");
  refuseUnknown(body, "", ["Filters", "Offset", "Limit", ...more]);
  const filters: Partial<Record<keyof Filters, readonly string[]>> = {};
  for (const [index, item] of ("Filters" in body ? list(body, "Filters") : []).entries()) {
    const path = `Filters.${index}`;
    const filter = asObject(item, path);
    refuseUnknown(filter, `${path}.`, ["Key", "Values"]);
    const name = text(filter, "Key", `${path}.`);
    const key = keys.find((known) => known === name);
    if (key === undefined) throw wrongValue(`${path}.Key`, keys.join(" or "));
    const values = texts(filter, "Values", `${path}.`);
    if (values.length > mostValues) throw wrongValue(`${path}.Values`, `at most ${mostValues}`);
    filters[key] = values;
  }
  return filters;
}

function parseTopic(item: unknown, path: string): TopicPartitions {
  const topic = asObject(item, path);
  refuseUnknown(topic, `${path}.`, ["TopicID", "Partitions"]);
  return {
    topicId: text(topic, "TopicID", `${path}.`),
    partitions: list(topic, "Partitions", `${path}.`).map((partition, index) => {
      const name = `${path}.Partitions.${index}`;
      if (typeof partition !== "number") throw wrongType(name, "an unsigned integer");
      if (!Number.isSafeInteger(partition) || partition < 0) {
        throw wrongValue(name, "an unsigned integer");
      }
      return partition;
    }),
  };
}

function asObject(json: unknown, path: string): Fields {
  if (isFields(json)) return json;
  throw wrongType(path || "The request body", "a JSON object");
}

function isFields(json: unknown): json is Fields {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function refuseUnknown(fields: Fields, prefix: string, known: readonly string[]): void {
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new ClsError("UnknownParameter", `The parameter ${prefix}${unknown} is not recognized.`);
  }
}

function required(fields: Fields, name: string, prefix: string): unknown {
  if (Object.hasOwn(fields, name)) return fields[name];
  throw new ClsError("MissingParameter", `The required parameter ${prefix}${name} is missing.`);
}

function text(fields: Fields, name: string, prefix = ""): string {
  const value = required(fields, name, prefix);
  if (typeof value !== "string") throw wrongType(prefix + name, "a string");
  if (value === "") throw wrongValue(prefix + name, "a string that is not empty");
  return value;
}

function list(fields: Fields, name: string, prefix = ""): readonly unknown[] {
  const value = required(fields, name, prefix);
  if (!Array.isArray(value)) throw wrongType(prefix + name, "an array");
  return value;
}

function texts(fields: Fields, name: string, prefix = ""): string[] {
  return list(fields, name, prefix).map((item, index) => {
    if (typeof item !== "string") throw wrongType(`${prefix}${name}.${index}`, "a string");
    return item;
  });
}

function wrongType(name: string, wanted: string): ClsError {
  return new ClsError("InvalidParameter", `${name} must be ${wanted}.`);
}

function wrongValue(name: string, wanted: string): ClsError {
  return new ClsError("InvalidParameterValue", `${name} must be ${wanted}.`);
}
