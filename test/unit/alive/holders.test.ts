import { expect, test } from "@jest/globals";
import type { Consumer } from "../../../lib/alive/consumers.ts";
import { holdersOf, unheldOf } from "../../../lib/alive/holders.ts";
import { sightOf, t, toConsumer } from "../../support/watch/seen.ts";

const member = (name: string, renewedMs: number, list: number[]): Consumer =>
  toConsumer(sightOf(name, renewedMs, { partitions: new Map([["t", list]]) }), t);

const told = (...members: Consumer[]) =>
  holdersOf(members)
    .get("t")
    ?.map(({ partition, member: { sight }, isHeld }) => [partition, sight.consumer, isHeld]);

test("a partition that two were assigned is that of the newer answer, in whatever order they are", () => {
  const [taken, moved] = [member("a", t - 2000, [1]), member("b", t - 9000, [1, 2])];
  const expected = [
    [1, "a", true],
    [2, "b", true],
  ];
  expect(told(taken, moved)).toEqual(expected);
  expect(told(moved, taken)).toEqual(expected);
});

test("one that is late holds nothing that another one was given since", () => {
  const late = member("z", t - 41_000, [1]);
  expect(late.state).toBe("late");
  expect(told(member("a", t - 1000, [1]), late)).toEqual([[1, "a", true]]);
});

test("nobody holds what one had that expired", () => {
  const members = [member("a", t - 90_000, [1]), member("b", t - 1000, [2])];
  expect([...unheldOf(holdersOf(members))]).toMatchObject([["t", [{ partition: 1 }]]]);
});
