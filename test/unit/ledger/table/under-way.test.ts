import { expect, test } from "@jest/globals";
import { createUnderWay } from "../../../../lib/ledger/table/under-way.ts";
import { entry } from "../../../support/ledger.ts";

const beat = (enteredMs: number, body = "body", consumer = "c") => ({
  entry: entry(consumer, { body }),
  version: { body, enteredMs },
});

test("a beat sees the one of its consumer that is under way, until that is over", () => {
  const underWay = createUnderWay();
  expect(underWay.before(beat(1))).toBeUndefined();
  const ride = underWay.start(beat(1));
  expect(underWay.before(beat(2))).toBe(ride);
  expect(underWay.before(beat(2, "body", "another"))).toBeUndefined();
  ride.end();
  expect([underWay.before(beat(2)), ride.ended.aborted]).toEqual([undefined, true]);
});

test("a newer body supersedes it; the same body does not, and neither does an older one", () => {
  const underWay = createUnderWay();
  const ride = underWay.start(beat(2));
  underWay.before(beat(3));
  underWay.before(beat(1, "older"));
  expect(ride.superseded.aborted).toBe(false);
  underWay.before(beat(3, "newer"));
  expect(ride.superseded.aborted).toBe(true);
});
