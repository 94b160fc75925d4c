import { expect, test } from "@jest/globals";
import { createTransitionTally } from "../../../lib/observe/transition-tally.ts";

test("every kind is counted, from the start on", () => {
  const tally = createTransitionTally(["expired", "recovered"]);
  expect(tally.counts()).toEqual({ expired: 0, recovered: 0 });
  tally.add({ expired: 2, recovered: 0 });
  tally.add({ expired: 1, outage: 1 });
  expect(tally.counts()).toEqual({ expired: 3, recovered: 0, outage: 1 });
});
