import { expect, test } from "@jest/globals";
import { toRows } from "../rows.ts";

test("a rehearsal ends with what both sides saw", () => {
  const sight = {
    beats: 8,
    renewed: 7,
    leasesLost: 1,
    statuses: new Map([
      [429, 2],
      [200, 7],
      [0, 1],
    ]),
    tookMs: [10, 20, 30],
  };
  const seen = { calls: 10, mostInASecond: 19, faults: { hang: 1, "cut-body": 2 } };
  expect(toRows(sight, seen, 5)).toEqual([
    ["what the consumers saw"],
    ["  beats due", "8"],
    ["  renewed", "7 (87.500 %)"],
    ["  leases lost, of as many consumers", "1 of 5"],
    ["  answers none", "1"],
    ["  answers 200", "7"],
    ["  answers 429", "2"],
    ["  p50 of an attempt", "20 ms"],
    ["  p99 of an attempt", "30 ms"],
    ["  longest attempt", "30 ms"],
    ["what the emulator saw"],
    ["  calls", "10"],
    ["  calls per beat", "1.250"],
    ["  most calls in one of its seconds", "19"],
    ["faults that struck"],
    ["  cut-body", "2"],
    ["  hang", "1"],
  ]);
});
