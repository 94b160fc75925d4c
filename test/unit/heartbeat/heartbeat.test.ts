import { expect, test } from "@jest/globals";
import {
  countPartitions,
  mergeTopics,
  partitionsNotIn,
  toRecord,
} from "../../../lib/heartbeat/heartbeat.ts";

const topics = new Map([
  ["a", [0, 1, 2]],
  ["b", [5]],
  ["empty", []],
]);

test("tells the partitions that the other lacks, topic by topic", () => {
  const other = new Map([
    ["a", [2, 0, 7]],
    ["c", [1]],
  ]);
  expect(partitionsNotIn(topics, other)).toEqual(
    new Map([
      ["a", [1]],
      ["b", [5]],
    ]),
  );
});

test("nothing is missing from the same", () => {
  expect(partitionsNotIn(topics, topics)).toEqual(new Map());
});

test("the same number in another topic is another partition", () => {
  expect(partitionsNotIn(new Map([["a", [5]]]), new Map([["b", [5]]]))).toEqual(
    new Map([["a", [5]]]),
  );
});

test("counts over all topics", () => {
  expect(countPartitions(topics)).toBe(4);
  expect(countPartitions(new Map())).toBe(0);
});

test("becomes an object for JSON that keeps topics without partitions and awkward names", () => {
  const awkward = new Map([...topics, ["__proto__", [1]], ["constructor", []]]);
  expect(JSON.stringify(toRecord(awkward))).toBe(
    '{"a":[0,1,2],"b":[5],"empty":[],"__proto__":[1],"constructor":[]}',
  );
});

test("a topic named many times is merged in one pass: quadratic, this took eight seconds", () => {
  const all = Array.from({ length: 24_000 }, (_, index) => index);
  const entries = Array.from({ length: 24_000 }, (_, index) => ["t", [index]] as const);
  const before = process.cpuUsage();
  expect(mergeTopics([["t", all], ...entries]).get("t")).toEqual(all);
  expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
});
