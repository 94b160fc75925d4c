import { httpApiEvent } from "../../../test/support/events.ts";

const consumerGroup = "orders";
const consumer = "orders-1";
const logsetId = "6f6ded3f-948c-4616-9c7c-956a95d8c1a3";
const topicId = "8c1a36f6-9c7c-4616-948c-ded3f956a95d";
const partitions = [0, 1, 2, 3];

/** The one heartbeat of every measurement, in the spelling of the relay. */
export const relayBody = { consumerGroup, consumer, logsetId, topics: { [topicId]: partitions } };

/** The same in Tencent's spelling. */
export const clsBody = {
  ConsumerGroup: consumerGroup,
  Consumer: consumer,
  LogsetId: logsetId,
  TopicPartitionsInfo: [{ TopicID: topicId, Partitions: partitions }],
};

/** The heartbeat as an HTTP API brings it to the relay. */
export function relayEvent(key: string): object {
  // Of a consumer of its own each time: identical beats at once would be one call.
  beats += 1;
  const body = { ...relayBody, consumer: `orders-${1000 + (beats % 1000)}` };
  return httpApiEvent({
    path: "/v1/heartbeats",
    headers: { "content-type": "application/json", "x-api-key": key },
    body: JSON.stringify(body),
  });
}

let beats = 0;

/** What a hand-written handler is given, which has no key and nothing to translate. */
export const plainEvent = httpApiEvent({ body: JSON.stringify(clsBody) });
