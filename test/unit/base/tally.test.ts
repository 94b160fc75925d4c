import { expect, test } from "@jest/globals";
import { createTally } from "../../../lib/base/tally.ts";

test("gives each count away once", () => {
  const tally = createTally();
  tally.add();
  tally.add();
  expect([tally.take(), tally.take()]).toEqual([2, 0]);
  tally.add();
  expect(tally.take()).toBe(1);
});
