import { type Assignment, type Heartbeat, mergeTopics } from "../heartbeat/heartbeat.ts";
import type { CallOptions, ClsApi, PreparedApi, PrepareOptions } from "./cls-api.ts";
import type { Failure } from "./failure.ts";
import { isObject } from "../base/unknown-object.ts";

export type SendOptions = Omit<CallOptions, "freshConnection">;

/** What one attempt brought. A port that never throws. */
export type Answer =
  | { readonly ok: true; readonly assignment: Assignment }
  | { readonly ok: false; readonly failure: Failure };

/** Sends one signed heartbeat, once. */
export type HeartbeatClient = {
  /** Has a connection for the next call; never rejects. Gives what to do when the call has ended, or is not made. */
  prepare(options: PrepareOptions): Promise<() => void>;
  send(heartbeat: Heartbeat, options: SendOptions): Promise<Answer>;
};

export function createHeartbeatClient(api: PreparedApi): HeartbeatClient {
  return {
    prepare: (options) => api.prepare(options),
    async send(heartbeat, options) {
      const answer = await api.call("SendConsumerHeartbeat", toBody(heartbeat), {
        ...options,
        // What was to be dropped has been, before the connection was prepared.
        freshConnection: false,
      });
      if (!answer.ok) return answer;
      const assignment = parseAnswer(answer.response, heartbeat);
      if (assignment === undefined || quotesSecret(assignment, heartbeat, options, api)) {
        return { ok: false, failure: { kind: "malformed" } };
      }
      return { ok: true, assignment };
    },
  };
}

/** An accepted answer that holds a piece of our credentials did not come from CLS, and must not go on to the caller. */
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

/** An answer may have so many more entries than the heartbeat had topics; with more it is invalid. */
const mostFurtherEntries = 100;

/**
 * The assignment in an answer of CLS, or undefined where it is not one: it has a request id, is for the
 * consumer group that was asked about, and has partitions that are partitions. Null and absent lists are
 * empty ones; a topic that was reported and is not in the answer keeps its key, with nothing assigned.
 *
 * Read by hand: six schemas for one fixed shape took a tenth of a cold start (docs/decisions/load.md).
 * @see docs/decisions/answers.md
 */
export function parseAnswer(
  input: unknown,
  { consumerGroup, topics: reported }: Pick<Heartbeat, "consumerGroup" | "topics">,
): Assignment | undefined {
  if (!isObject(input)) return undefined;
  const { RequestId: requestId, ConsumerGroup: group, TopicPartitionsInfo: info } = input;
  if (typeof requestId !== "string" || !/^.{1,200}$/su.test(requestId)) return undefined;
  // The SDK lets an error pass that is false, 0 or an empty text.
  if ((input["Error"] ?? null) !== null) return undefined;
  if ((group ?? consumerGroup) !== consumerGroup) return undefined;
  const entries: unknown = info ?? [];
  if (!Array.isArray(entries) || entries.length > reported.size + mostFurtherEntries) {
    return undefined;
  }
  const assigned = Array.from(reported.keys(), (topicId): Entry => [topicId, []]);
  for (const entry of entries) {
    if (!isObject(entry)) return undefined;
    const { TopicID: topicId = null, Partitions: partitions } = entry;
    const list = partitions ?? [];
    if (!isPartitionList(list) || !(topicId === null || typeof topicId === "string"))
      return undefined;
    if (topicId) assigned.push([topicId, list]);
    else if (list.length > 0) return undefined;
  }
  return { topics: mergeTopics(assigned), requestId };
}

type Entry = readonly [topicId: string, partitions: readonly number[]];

function isPartitionList(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}
