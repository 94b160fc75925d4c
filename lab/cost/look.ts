import { toText } from "../../lib/alive/watch/told-text.ts";
import { nothingTold } from "../../lib/alive/watch/told.ts";
import { prices } from "./prices.ts";

const looksOfMonth = 30 * 24 * 60;

/** A query that need not be consistent reads twice as much for a unit, and a consumer's item is about 1 KB. */
const itemsOfUnit = 8;

/** Claimed and recorded. */
const writesOfLook = 2;

const epochMs = 1_800_000_000_000;

/** Dollars in 30 days of looking at so many consumers each minute, whether or not they beat; the runs of the function apart. */
export function dollarsOfLooks(consumers: number): number {
  const counts = { renewals: 100, refusals: 10, rebalances: 10, alive: 100, late: 10, expired: 10 };
  const samples = Array.from({ length: 60 }, (_, minute) => {
    return { atMs: epochMs + 60_000 * minute, ...counts };
  });
  const toldKb = Math.ceil(Buffer.byteLength(toText({ ...nothingTold, samples })) / 1024);
  const { reads, writes } = prices;
  const read = (Math.ceil(consumers / itemsOfUnit) * reads.dollars) / reads.per;
  const written = (writesOfLook * toldKb * writes.dollars) / writes.per;
  return looksOfMonth * (read + written);
}
