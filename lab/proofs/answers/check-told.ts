import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Told } from "./entry-points.ts";
import type { Verdict } from "./oracle.ts";

/**
 * Holds what a caller is told to what the wire said.
 *
 * @param shown the answer, for the message
 * @throws AssertionError where a heartbeat that was not accepted is said to be renewed, or one that was is not, or
 * with another assignment; and where the whole says anything but that all of it was renewed
 */
export function checkTold(verdicts: readonly Verdict[], { whole, each }: Told, shown: string) {
  strictEqual(each.length, verdicts.length, `a result for each heartbeat: ${shown}`);
  const renewedAll = each.every(({ renewed }) => renewed);
  strictEqual(whole, renewedAll, `accepted as a whole exactly where all are: ${shown}`);
  for (const [index, verdict] of verdicts.entries()) {
    const told = each[index];
    if (told === undefined || verdict.says === "unclear") continue;
    strictEqual(
      told.renewed ? "accepted" : "refused",
      verdict.says,
      `heartbeat ${index}: ${shown}`,
    );
    if (verdict.says !== "accepted" || told.assignment === undefined) continue;
    const { requestId, topics } = verdict;
    deepStrictEqual(told.assignment, { requestId, topics }, `heartbeat ${index}: ${shown}`);
  }
}
