import assert from "node:assert/strict";
import type { Call, Reply } from "../../dev/emulator/test/cls-client.ts";
import { type Cls, leaseSeconds } from "./cls.ts";

/** Creates the expectation's group, with the shortest lease. */
export async function create(cls: Cls, more: object = {}): Promise<Reply> {
  const settings = { ...cls.group, Timeout: leaseSeconds, Topics: [cls.topicId], ...more };
  return granted(await cls.call("CreateConsumerGroup", settings));
}

export function beatBody(cls: Cls, consumer: string, partitions: unknown): object {
  const topic = { TopicID: cls.topicId, Partitions: partitions };
  return { ...cls.group, Consumer: consumer, TopicPartitionsInfo: [topic] };
}

/** A heartbeat that must be accepted: reports partitions, returns the assignment, ascending. */
export async function beat(
  cls: Cls,
  consumer: string,
  partitions: readonly number[] = [],
): Promise<number[]> {
  const body = beatBody(cls, consumer, partitions);
  const { response } = granted(await cls.call("SendConsumerHeartbeat", body));
  const info = response["TopicPartitionsInfo"] as { TopicID: string; Partitions: number[] }[];
  const own = info.find(({ TopicID }) => TopicID === cls.topicId)?.Partitions;
  return [...(own ?? [])].toSorted((a, b) => a - b);
}

/** A heartbeat, whatever its answer is. */
export function tryBeat(cls: Cls, more: object = {}, call: Partial<Call> = {}): Promise<Reply> {
  const body = { ...beatBody(cls, "consumer_1", []), ...more };
  return cls.call("SendConsumerHeartbeat", body, call);
}

export function granted(reply: Reply): Reply {
  assert.equal(reply.code, undefined, JSON.stringify(reply.response["Error"]));
  assert.equal(typeof reply.response["RequestId"], "string");
  return reply;
}

/** Codes that tell of the credentials, the rate or an outage, and nothing about what was asked. */
const besideThePoint = /^(AuthFailure|UnauthorizedOperation|RequestLimitExceeded|InternalError)/;

/**
 * That a reply is a refusal of what was asked, as the API tells one; returns its code, and holds it to `code` where that
 * is given.
 */
export function refused(reply: Reply, code?: string): string {
  assert.equal(reply.status, 200);
  const { Code, Message } = (reply.response["Error"] ?? {}) as Record<string, unknown>;
  assert.ok(typeof Code === "string", "it was granted");
  assert.equal(typeof Message, "string");
  assert.equal(typeof reply.response["RequestId"], "string");
  if (code === undefined) assert.doesNotMatch(Code, besideThePoint);
  else assert.equal(Code, code);
  return Code;
}
