import { describe, expect, test } from "@jest/globals";
import { createDynamoCounter } from "../../../../lib/ledger/exact/dynamo-counter.ts";
import { type Answerer, reset, startDynamo, throttle } from "../../../support/dynamo.ts";
import { createHandClock } from "../../../support/hand-clock.ts";

const dynamo = await startDynamo();
const { store } = dynamo;
const { signal } = new AbortController();
const second = 1_767_225_600;

const counterOf = (budget: readonly string[], more: Partial<typeof store> = {}) =>
  createDynamoCounter({ store: { ...store, ...more }, clock: createHandClock(), budget });

const answerWith =
  (status: number, body: string): Answerer =>
  (_request, response) => {
    response.writeHead(status);
    response.end(body);
  };

describe("requests that are counted together", () => {
  test("are those of one quota and second, and no other", async () => {
    const counters = [counterOf(["AKIDa", "cls"]), counterOf(["AKIDa", "cls"])];
    const totals: unknown[] = [];
    for (const count of [2, 1, 5]) {
      for (const counter of counters) totals.push(await counter.add(second, count, signal));
    }
    expect(totals).toEqual([2, 4, 5, 6, 11, 16].map((total) => ({ ok: true, total })));
    const first = { ok: true, total: 2 };
    expect(await counters[0]?.add(second + 1, 2, signal)).toEqual(first);
    expect(await counterOf(["AKIDb", "cls"]).add(second, 2, signal)).toEqual(first);
    expect(await counterOf(["AKIDa", "cls.intl"]).add(second, 2, signal)).toEqual(first);
  });

  test("are those that ask at the same moment", async () => {
    const counters = Array.from({ length: 20 }, () => counterOf(["AKIDc"]));
    const counted = await Promise.all(counters.map((counter) => counter.add(second, 2, signal)));
    const totals = counted.map((one) => (one.ok ? one.total : 0)).sort((a, b) => a - b);
    expect(totals).toEqual(counters.map((_, index) => 2 * (index + 1)));
  });
});

test("an item expires an hour after its second, and names nobody", async () => {
  await counterOf(["AKIDwhose", "cls.intl"]).add(second, 2, signal);
  const scanned = JSON.stringify(await dynamo.send("Scan", { TableName: store.table }));
  expect(scanned).toContain(`{"N":"${second + 3600}"}`);
  expect(scanned).toMatch(/\{"S":"[0-9a-f]{32}#1767225600"\}/);
  expect(scanned).not.toMatch(/AKIDwhose|cls/);
});

describe("an answer that is not a count is a failure with a reason", () => {
  test.each<[string, Answerer, string]>([
    ["throttling", throttle, "ProvisionedThroughputExceededException"],
    ["a reset", reset, "ECONNRESET"],
    ["an error page", answerWith(503, "<html>"), "HTTP 503 without a count"],
    [
      "a count under another status",
      answerWith(500, '{"Attributes":{"taken":{"N":"3"}}}'),
      "HTTP 500 without a count",
    ],
    ["no count", answerWith(200, "{}"), "HTTP 200 without a count"],
    [
      "a count that is none",
      answerWith(200, '{"Attributes":{"taken":{"N":"-3"}}}'),
      "HTTP 200 without a count",
    ],
    [
      "a number in place of a text",
      answerWith(200, '{"Attributes":{"taken":{"N":3}}}'),
      "HTTP 200 without a count",
    ],
    [
      "a type that quotes what was sent",
      answerWith(400, '{"__type":"x#8JhmBHJhRRJiDt6TTyVRuNAJtw2ebXX"}'),
      "HTTP 400 without a count",
    ],
    ["a type without a name", answerWith(400, '{"__type":"#"}'), "HTTP 400 without a count"],
  ])("%s", async (_what, answerer, reason) => {
    dynamo.answerBy(answerer);
    expect(await counterOf(["AKIDd"]).add(second, 2, signal)).toEqual({ ok: false, reason });
    dynamo.answerBy();
  });

  test("a table that is not there", async () => {
    const counter = counterOf(["AKIDe"], { table: "another-table" });
    expect(await counter.add(second, 2, signal)).toEqual({
      ok: false,
      reason: "ResourceNotFoundException",
    });
  });

  test("nobody there", async () => {
    const counter = counterOf(["AKIDf"], { endpoint: "http://127.0.0.1:1" });
    expect(await counter.add(second, 2, signal)).toEqual({ ok: false, reason: "ECONNREFUSED" });
  });

  test("an answer that has no end", async () => {
    dynamo.answerBy(answerWith(200, "x".repeat(20_000)));
    expect(await counterOf(["AKIDg"]).add(second, 2, signal)).toEqual({
      ok: false,
      reason: "no answer",
    });
    dynamo.answerBy();
  });
});
