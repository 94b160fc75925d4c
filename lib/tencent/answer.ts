import * as z from "zod/mini";
import type { Assignment, Topics } from "../heartbeat.ts";

const partition = z.int().check(z.nonnegative());
const topic = z.object({
  TopicID: z.nullish(z.string()),
  Partitions: z.nullish(z.array(partition)),
});
const answer = z.object({
  RequestId: z.string().check(z.minLength(1)),
  TopicPartitionsInfo: z.nullish(z.array(topic)),
});

/**
 * The assignment in an answer of CLS, or undefined where it is not one: a yes has a request id, and
 * partitions that are partitions. Null and absent lists are empty ones; a topic that was reported and
 * is not in the answer keeps its key, with nothing assigned.
 */
export function parseAnswer(input: unknown, reported: Topics): Assignment | undefined {
  const result = z.safeParse(answer, input);
  if (!result.success) return undefined;
  const topics = new Map<string, readonly number[]>();
  for (const topicId of reported.keys()) topics.set(topicId, []);
  for (const { TopicID, Partitions } of result.data.TopicPartitionsInfo ?? []) {
    const partitions = Partitions ?? [];
    if (TopicID) topics.set(TopicID, [...(topics.get(TopicID) ?? []), ...partitions]);
    else if (partitions.length > 0) return undefined;
  }
  return { topics, requestId: result.data.RequestId };
}
