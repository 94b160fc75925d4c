import { expect, test } from "@jest/globals";
import { createUnderWay } from "../../../../lib/ledger/table/under-way.ts";
import { entry } from "../../../support/ledger.ts";

const beat = (enteredMs: number, body = "body", consumer = "c") => ({
  entry: entry(consumer, { body }),
  version: { body, enteredMs },
  tag: "k",
});

test("a beat sees the one of its consumer that is under way, until that is over", () => {
  const underWay = createUnderWay();
  expect(underWay.before(beat(1))).toBeUndefined();
  const attempt = underWay.start(beat(1));
  expect(underWay.before(beat(2))).toBe(attempt);
  expect(underWay.before(beat(2, "body", "another"))).toBeUndefined();
  attempt.end();
  expect([underWay.before(beat(2)), attempt.ended.aborted]).toEqual([undefined, true]);
});

test("a newer body supersedes it; the same body does not, and neither does an older one", () => {
  const underWay = createUnderWay();
  const attempt = underWay.start(beat(2));
  underWay.before(beat(3));
  underWay.before(beat(1, "older"));
  expect(attempt.superseded.aborted).toBe(false);
  underWay.before(beat(3, "newer"));
  expect(attempt.superseded.aborted).toBe(true);
});

test("the newest bodies are remembered, of those consumers whose beats came last", () => {
  const underWay = createUnderWay();
  underWay.enter(beat(2, "newer"));
  const others = [beat(1, "older"), beat(1, "newer"), beat(3, "newest")];
  expect(others.map((one) => underWay.isOutdated(one))).toEqual([true, false, false]);
  for (let index = 0; index < 9999; index += 1) underWay.enter(beat(2, "body", `other-${index}`));
  expect(underWay.isOutdated(beat(1, "older"))).toBe(true);
  underWay.enter(beat(2, "body", "one more"));
  expect(underWay.isOutdated(beat(1, "older"))).toBe(false);
});
