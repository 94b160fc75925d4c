import type { Item } from "../../../lib/ledger/table/store.ts";

/** Of a SHA-256 in base64url. */
const rateLength = 43;

/** As DynamoDB counts it: names and texts in UTF-8, a byte for two digits of a number and one more. */
export function sizeOf(key: string, item: Item): number {
  let bytes = "rate".length + rateLength + "item".length + Buffer.byteLength(key);
  for (const [name, value] of Object.entries(item)) {
    bytes += Buffer.byteLength(name);
    bytes +=
      typeof value === "string"
        ? Buffer.byteLength(value)
        : 1 + Math.ceil(String(value).replace(/\D/g, "").length / 2);
  }
  return bytes;
}
