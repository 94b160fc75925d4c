import { expect, test } from "@jest/globals";
import { rotate, timeAtOnce, timeCpu, timeOneByOne } from "../warm/timings.ts";
import type { Contender, ContenderName } from "../warm/contender.ts";

const names: readonly ContenderName[] = ["relay", "sdk", "raw"];

/** Contenders that write down when their calls start and end. */
function createContenders(events: string[]): Contender[] {
  return names.map((name) => ({
    name,
    prepare: () => async () => {
      events.push(`${name}+`);
      await Promise.resolve();
      events.push(`${name}-`);
    },
  }));
}

test("every contender begins as often as any other", () => {
  expect([0, 1, 2, 3].map((round) => rotate(["a", "b", "c"], round).join(""))).toEqual([
    "abc",
    "bca",
    "cab",
    "abc",
  ]);
});

test("one at a time, the contenders take turns call by call, and no call overlaps another", async () => {
  const events: string[] = [];
  const timings = await timeOneByOne(createContenders(events), 2);
  expect(events.join(" ")).toBe(
    "relay+ relay- sdk+ sdk- raw+ raw- sdk+ sdk- raw+ raw- relay+ relay-",
  );
  expect(names.map((name) => timings[name].length)).toEqual([2, 2, 2]);
});

test("at once, all calls of one contender start before the first one ends", async () => {
  const events: string[] = [];
  const timings = await timeAtOnce(createContenders(events), 1, 3);
  expect(events.slice(0, 6).join(" ")).toBe("relay+ relay+ relay+ relay- relay- relay-");
  expect(names.map((name) => timings[name].length)).toEqual([3, 3, 3]);
});

test("CPU is counted per block, the calls of a block one after the other", async () => {
  const events: string[] = [];
  const timings = await timeCpu(createContenders(events), 2, 2);
  expect(events.slice(0, 8).join(" ")).toBe("relay+ relay- relay+ relay- sdk+ sdk- sdk+ sdk-");
  expect(names.map((name) => timings[name].length)).toEqual([2, 2, 2]);
});
