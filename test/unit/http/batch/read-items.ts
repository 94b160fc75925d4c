import { type AccessKey, anyone } from "../../../../lib/config/access.ts";
import { type BatchItem, readBatch } from "../../../../lib/http/batch/read-batch.ts";
import { parseJson } from "../../../../lib/heartbeat/parse-json.ts";
import { parseRelayFile } from "../../../../lib/config/relay-file.ts";

const file = {
  aliases: {
    "orders-1": { consumer: "orders-1", topics: ["t"] },
    "billing-1": { consumerGroup: "billing", consumer: "billing-1", topics: { t: [2] } },
  },
  defaults: { consumerGroup: "orders", logsetId: "l" },
};
const parsed = parseRelayFile(JSON.stringify(file));
if (!parsed.ok) throw new Error("the file has faults");
export const settings = parsed.value;

const read = (heartbeats: readonly unknown[], key: AccessKey = anyone) =>
  readBatch(parseJson(JSON.stringify({ heartbeats }), "heartbeats"), { settings, key });

/** The entries of a batch without faults of its own. */
export function itemsOf(heartbeats: readonly unknown[], key?: AccessKey): readonly BatchItem[] {
  const batch = read(heartbeats, key);
  if (!batch.ok) throw new Error(JSON.stringify(batch.faults));
  return batch.value;
}
export function faultsOf(heartbeats: readonly unknown[], key?: AccessKey) {
  const batch = read(heartbeats, key);
  return batch.ok ? [] : batch.faults.map(({ path, message }) => `${path}: ${message}`);
}
/** The code of a refusal, or the alias and the consumer that are sent. */
export const told = (item: BatchItem) =>
  item.refusal ? item.refusal.code : [item.alias, item.heartbeat.consumer];
