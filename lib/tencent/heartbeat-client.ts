import type { Assignment, Heartbeat, Topics } from "../heartbeat/heartbeat.ts";
import type { Mask } from "../base/mask.ts";
import { parseAnswer } from "./parse-assignment.ts";
import type { CallOptions, ClsApi } from "./cls-api.ts";
import type { Failure } from "./failure.ts";

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
      if (assignment === undefined || quotesSecret(assignment, heartbeat.topics, api.mask)) {
        return { ok: false, failure: { kind: "malformed" } };
      }
      return { ok: true, assignment };
    },
  };
}

/** A yes that holds a piece of our credentials did not come from CLS, and must not go on to the caller. */
function quotesSecret({ requestId, topics }: Assignment, reported: Topics, mask: Mask): boolean {
  if (mask(requestId) !== requestId) return true;
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
