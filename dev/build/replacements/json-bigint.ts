/**
 * In place of `json-bigint` with `bignumber.js` (25 KB): the SDK writes request bodies with it, for the sake
 * of BigInts. A heartbeat has none: a partition is a safe integer, and JSON writes it the same.
 */
export default function createJson(): Pick<JSON, "stringify"> {
  return JSON;
}
