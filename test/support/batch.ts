import { toFields } from "../../lib/base/unknown-object.ts";
import type { TestRequest } from "./events.ts";
import { logsetId, topicId } from "./start-relay.ts";

export const path = "/v1/heartbeats:batch";
/** Aliases for a batch, and what fills in the rest. */
export const file = {
  aliases: {
    "orders-1": { consumer: "orders-1", topics: [topicId] },
    "billing-1": { consumerGroup: "billing", consumer: "billing-1", topics: [topicId] },
  },
  defaults: { consumerGroup: "orders", logsetId },
};
export const beat = (consumer: string, topics: unknown = [topicId]) => ({ consumer, topics });
export const beats = (count: number) =>
  Array.from({ length: count }, (_, index) => beat(`c${index}`));
export const batchOf = (heartbeats: readonly unknown[], more: TestRequest = {}): TestRequest => ({
  path,
  body: JSON.stringify({ heartbeats }),
  ...more,
});

export function resultsOf(answer: { readonly body: string }): Record<string, unknown>[] {
  const { results } = JSON.parse(answer.body) as { readonly results: readonly unknown[] };
  return results.map(toFields);
}
