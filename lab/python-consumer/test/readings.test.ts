import { expect, test } from "@jest/globals";
import { answerPull, readPull } from "../pull-log.ts";
import { judgeReadings } from "../readings.ts";
import { toSnappy, toVarint } from "../snappy.ts";

const reading = (seconds: number, consumer: string, partition: number) => ({
  atMs: seconds * 1000,
  consumer,
  partition,
});

test("a second in which two consumers pull one partition is double reading, and gaps are told", () => {
  const verdict = judgeReadings(
    [
      reading(0, "a", 1),
      reading(1, "a", 1),
      reading(1.5, "b", 1),
      reading(1.5, "b", 2),
      reading(1.7, "a", 2),
      reading(9, "b", 1),
    ],
    10,
    5000,
  );
  expect(verdict).toEqual({
    doubleSeconds: 2,
    singleSeconds: 9,
    longestGapSeconds: { 1: 8, 2: 0 },
  });
});

test("two consumers that pull in turn, never in the same second, read twice all the while", () => {
  const inTurn = [0, 4, 8, 12].map((at, index) => reading(at, index % 2 === 0 ? "a" : "b", 1));
  expect(judgeReadings(inTurn, 20, 20_000)).toMatchObject({ doubleSeconds: 5, singleSeconds: 15 });
});

test("a partition that went to another one and came back later was read by one at a time", () => {
  const handed = [0, 20, 40].map((at, index) => reading(at, index === 1 ? "b" : "a", 1));
  expect(judgeReadings(handed, 60, 20_000)).toMatchObject({ doubleSeconds: 0, singleSeconds: 60 });
});

test("numbers are written seven bits a byte, and snappy is one literal after the other", () => {
  expect([...toVarint(300)]).toEqual([0xac, 0x02]);
  const text = "x".repeat(70_000);
  const bytes = toSnappy(text);
  const first = bytes.subarray(3, 6);
  expect([...bytes.subarray(0, 3)]).toEqual([...toVarint(70_000)]);
  expect([...first]).toEqual([61 << 2, 0xff, 0xff]);
  expect(bytes).toHaveLength(3 + 3 + 65_536 + 3 + (70_000 - 65_536));
});

test("a pull gets every log up to now, and where the next ones begin", () => {
  expect(readPull('{"PartitionId":3,"StartOffset":-1}')).toEqual({ partition: 3, offset: 0 });
  const json = answerPull({ partition: 3, offset: 1 }, 2500, 1000).subarray(5).toString();
  const { Response } = JSON.parse(json) as { Response: { NextOffset: number; Message: string[] } };
  expect(Response.NextOffset).toBe(3);
  expect(Response.Message).toHaveLength(2);
});
