import type { Assignment, Heartbeat, Topics } from "../heartbeat/heartbeat.ts";
import type { CallOptions, ClsApi } from "./cls-api.ts";
import type { Failure } from "./failure.ts";
import { isObject } from "../base/unknown-object.ts";

export type SendOptions = CallOptions;

/** What one attempt brought. A port that never throws. */
export type Answer =
  | { readonly ok: true; readonly assignment: Assignment }
  | { readonly ok: false; readonly failure: Failure };

/** Sends one signed heartbeat, once. */
export type HeartbeatClient = {
  send(heartbeat: Heartbeat, options: SendOptions): Promise<Answer>;
};

export function createHeartbeatClient(api: ClsApi): HeartbeatClient {
  return {
    async send(heartbeat, options) {
      const answer = await api.call("SendConsumerHeartbeat", toBody(heartbeat), options);
      if (!answer.ok) return answer;
      const assignment = parseAnswer(answer.response, heartbeat.topics);
      if (assignment === undefined || quotesSecret(assignment, heartbeat, options, api)) {
        return { ok: false, failure: { kind: "malformed" } };
      }
      return { ok: true, assignment };
    },
  };
}

/** A yes that holds a piece of our credentials did not come from CLS, and must not go on to the caller. */
function quotesSecret(
  { requestId, topics }: Assignment,
  { topics: reported }: Heartbeat,
  { traceId }: SendOptions,
  { mask }: ClsApi,
): boolean {
  if (mask(requestId, traceId) !== requestId) return true;
  for (const id of topics.keys()) if (!reported.has(id) && mask(id) !== id) return true;
  return false;
}

/** The heartbeat in the API's spelling: `TopicID`, but `LogsetId`. */
function toBody(heartbeat: Heartbeat) {
  const { consumerGroup, consumer, logsetId, topics, partitionStrategy } = heartbeat;
  return {
    ConsumerGroup: consumerGroup,
    Consumer: consumer,
    LogsetId: logsetId,
    TopicPartitionsInfo: Array.from(topics, ([TopicID, Partitions]) => ({ TopicID, Partitions })),
    ...(partitionStrategy !== undefined && { PartitionStrategy: partitionStrategy }),
  };
}

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
