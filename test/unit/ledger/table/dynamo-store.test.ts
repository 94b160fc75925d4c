import { describe, expect, test } from "@jest/globals";
import { createDynamoStore } from "../../../../lib/ledger/table/dynamo-store.ts";
import type { Store } from "../../../../lib/ledger/table/store.ts";
import { type Answerer, hang, reset, startDynamo, throttle } from "../../../support/dynamo.ts";
import { createHandClock } from "../../../support/hand-clock.ts";

const dynamo = await startDynamo();
const { signal } = new AbortController();
const open = (more: Partial<typeof dynamo.store> = {}) =>
  createDynamoStore({ ...dynamo.store, ...more }, "rate", createHandClock());
const store = open();

let keys = 0;
const newKey = () => `item-${(keys += 1)}`;
/** What the table adds to what was set. */

describe("an item", () => {
  test("that is not there is empty", async () => {
    expect(await store.read(newKey(), signal)).toEqual({});
  });

  test("has the texts and numbers that were set, whatever their names", async () => {
    const key = newKey();
    const set = { text: "é", number: 1_767_225_600_000.5, "l.k.40000.7": 1, size: "", t: 0 };
    const changed = await store.change({ key, set }, signal);
    expect(changed).toEqual({ done: true, item: { ...set } });
    expect(await store.read(key, signal)).toEqual(changed.item);
  });

  test("is added to from nothing, and loses what is removed", async () => {
    const key = newKey();
    await store.change({ key, set: { old: 1 }, add: { count: 2 } }, signal);
    const changed = await store.change({ key, add: { count: -3 }, remove: ["old", "no"] }, signal);
    expect(changed.item).toEqual({ count: -1 });
  });

  test("is told as it is where a condition keeps it so", async () => {
    const key = newKey();
    const at = (c: string, unlessGreater: string) =>
      store.change({ key, set: { c }, unlessGreater: { c: unlessGreater } }, signal);
    expect(await at("5", "1")).toMatchObject({ done: true });
    expect(await at("6", "4~")).toEqual({ done: false, item: { c: "5" } });
    expect(await at("6", "5~")).toMatchObject({ done: true, item: { c: "6" } });
  });

  test("that is there meets each of several conditions", async () => {
    const key = newKey();
    await store.change({ key, set: { a: 1, b: 5 } }, signal);
    const change = { key, set: { c: 1 }, unlessGreater: { a: 1, b: 4 } };
    expect(await store.change(change, signal)).toMatchObject({ done: false });
    const met = { ...change, unlessGreater: { a: 1, b: 5 } };
    expect(await store.change(met, signal)).toMatchObject({ done: true });
  });
});

const answerWith =
  (status: number, body: string): Answerer =>
  (_request, response) => {
    response.writeHead(status);
    response.end(body);
  };

const calls: [string, (of: Store) => Promise<unknown>][] = [
  ["a read", (of) => of.read("k", signal)],
  ["a change", (of) => of.change({ key: "k", set: { a: 1 } }, signal)],
  ["a list", (of) => of.list(signal)],
];

describe.each(calls)("%s without an item is a failure with a reason:", (_call, call) => {
  test.each<[string, Answerer, string]>([
    ["throttling", throttle, "ProvisionedThroughputExceededException"],
    ["a reset", reset, "ECONNRESET"],
    ["an error page", answerWith(503, "<html>"), "HTTP 503 without what was asked for"],
    [
      "a type that quotes what was sent",
      answerWith(400, '{"__type":"x#8JhmBHJhRRJiDt6TTyVRuNAJtw2ebXX"}'),
      "HTTP 400 without what was asked for",
    ],
    [
      "a type without a name",
      answerWith(400, '{"__type":"#"}'),
      "HTTP 400 without what was asked for",
    ],
    ["an answer that has no end", answerWith(200, "x".repeat(5_000_000)), "no answer"],
    [
      "an attribute of another type",
      answerWith(
        200,
        '{"Attributes":{"a":{"B":"eA=="}},"Item":{"a":{"B":"eA=="}},"Items":[{"a":{"B":"eA=="}}]}',
      ),
      "HTTP 200 without what was asked for",
    ],
  ])("%s", async (_what, answerer, reason) => {
    dynamo.answerBy(answerer);
    await expect(call(store)).rejects.toThrow(RegExp(`^${reason}$`));
    dynamo.answerBy();
  });

  test("a table that is not there", async () => {
    const another = open({ table: "another-table" });
    await expect(call(another)).rejects.toThrow("ResourceNotFoundException");
  });

  test("nobody there", async () => {
    const nobody = open({ endpoint: "http://127.0.0.1:1" });
    await expect(call(nobody)).rejects.toThrow("ECONNREFUSED");
  });
});

test("a change that is told without an item is a failure", async () => {
  dynamo.answerBy(answerWith(200, "{}"));
  const change = store.change({ key: "k", set: { a: 1 } }, signal);
  await expect(change).rejects.toThrow("HTTP 200 without what was asked for");
  dynamo.answerBy();
});

test("a call that is given up ends at once", async () => {
  dynamo.answerBy(hang);
  const aborter = new AbortController();
  const reading = store.read("k", aborter.signal);
  aborter.abort();
  await expect(reading).rejects.toThrow("no answer in time");
  dynamo.answerBy();
});

test("all items of a rate are listed by their keys, however many pages they take, and no other's", async () => {
  const mine = createDynamoStore(dynamo.store, "mine", createHandClock());
  const other = createDynamoStore(dynamo.store, "other", createHandClock());
  // Pages of DynamoDB end at 1 MB.
  const long = "x".repeat(300_000);
  for (const key of ["a", "b", "c", "d"]) await mine.change({ key, set: { long, key } }, signal);
  await other.change({ key: "e", set: { a: 1 } }, signal);
  const items = await mine.list(signal);
  expect([...items.keys()]).toEqual(["a", "b", "c", "d"]);
  expect(items.get("d")).toEqual({ long, key: "d" });
});
