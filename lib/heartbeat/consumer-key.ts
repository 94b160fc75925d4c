import type { Heartbeat } from "./heartbeat.ts";

/** Who a heartbeat keeps alive, as the key of a map. */
export function toConsumerKey({ logsetId, consumerGroup, consumer }: Heartbeat): string {
  return JSON.stringify([logsetId, consumerGroup, consumer]);
}
