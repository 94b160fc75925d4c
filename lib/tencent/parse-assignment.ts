import type { Assignment, Topics } from "../heartbeat/heartbeat.ts";
import { isObject } from "../base/unknown-object.ts";

/**
 * The assignment in an answer of CLS, or undefined where it is not one: a yes has a request id, and
 * partitions that are partitions. Null and absent lists are empty ones; a topic that was reported and
 * is not in the answer keeps its key, with nothing assigned.
 *
 * Read by hand: six schemas for one fixed shape took a tenth of a cold start (docs/decisions/load.md).
 */
export function parseAnswer(input: unknown, reported: Topics): Assignment | undefined {
  if (!isObject(input)) return undefined;
  const { RequestId: requestId, TopicPartitionsInfo: info = null } = input;
  if (typeof requestId !== "string" || requestId === "") return undefined;
  // The SDK lets an error pass that is false, 0 or an empty text.
  if ((input["Error"] ?? null) !== null) return undefined;
  const topics = new Map<string, readonly number[]>();
  for (const topicId of reported.keys()) topics.set(topicId, []);
  if (info === null) return { topics, requestId };
  if (!Array.isArray(info)) return undefined;
  for (const entry of info) {
    if (!isObject(entry)) return undefined;
    const { TopicID: topicId = null, Partitions: partitions = null } = entry;
    const list = partitions ?? [];
    if (!isPartitionList(list) || !(topicId === null || typeof topicId === "string"))
      return undefined;
    if (topicId) topics.set(topicId, [...(topics.get(topicId) ?? []), ...list]);
    else if (list.length > 0) return undefined;
  }
  return { topics, requestId };
}

function isPartitionList(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}
