import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "@jest/globals";
import { keyAttributes } from "../../lib/ledger/table/dynamo-store.ts";
import { type Dynamo, startDynamo } from "../support/dynamo.ts";

// What is relied on of DynamoDB.
const { store, send } = await startDynamo();
let key: Record<string, { S: string }>;
beforeEach(() => {
  key = { [keyAttributes[0]]: { S: "rate" }, [keyAttributes[1]]: { S: randomUUID() } };
});

/** Takes a credit until a time, on the condition that it is free at another; times are texts of equal length. */
function take(until: string, freeAt: string): ReturnType<Dynamo["send"]> {
  return send("UpdateItem", {
    TableName: store.table,
    Key: key,
    UpdateExpression: "SET c = :until",
    ConditionExpression: "attribute_not_exists(c) OR c <= :free",
    ExpressionAttributeValues: { ":until": { S: until }, ":free": { S: freeAt } },
    ReturnValues: "ALL_NEW",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  });
}

const refused = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException";

test("a credit is taken where the item is new, and the whole new item is told", async () => {
  expect(await take("1005", "1000")).toMatchObject({ Attributes: { ...key, c: { S: "1005" } } });
});

test("and where its text is not greater, in the order of its characters", async () => {
  await take("1005", "1000");
  for (const [until, freeAt] of [["1010", "1005"] as const, ["1020", "1011"] as const]) {
    expect(await take(until, freeAt)).toMatchObject({ Attributes: { c: { S: until } } });
  }
  // A number would be.
  expect(await take("2", "11")).toMatchObject({ Attributes: { c: { S: "2" } } });
  expect(await take("3", "11")).toMatchObject({ __type: refused });
});

test("a refusal tells the whole old item, and changes nothing", async () => {
  await take("1005", "1000");
  const refusal = { __type: refused, Item: { ...key, c: { S: "1005" } } };
  expect(await take("1010", "1004")).toMatchObject(refusal);
  expect(await take("1011", "1004")).toMatchObject(refusal);
});

test("of many at once exactly one takes the credit, and all others are told by whom", async () => {
  const untils = Array.from({ length: 20 }, (_, index) => `10${index + 10}`);
  const answers = await Promise.all(untils.map((until) => take(until, "1000")));
  const taken = answers.filter((answer) => JSON.stringify(answer).includes("Attributes"));
  expect(taken).toHaveLength(1);
  const [{ Attributes } = {}] = taken as { Attributes?: object }[];
  const others = answers.filter((answer) => answer !== taken[0]);
  for (const other of others) expect(other).toMatchObject({ __type: refused, Item: Attributes });
});

test("an addition creates the item and its number, and tells only what is new", async () => {
  const add = () =>
    send("UpdateItem", {
      TableName: store.table,
      Key: key,
      UpdateExpression: "ADD taken :one",
      ExpressionAttributeValues: { ":one": { N: "1" } },
      ReturnValues: "UPDATED_NEW",
    });
  expect(await add()).toMatchObject({ Attributes: { taken: { N: "1" } } });
  expect(await add()).toEqual(expect.objectContaining({ Attributes: { taken: { N: "2" } } }));
});

/** What becomes of an item with a text when it is changed so. */
async function changed(change: object): Promise<{ answer: unknown; item: unknown }> {
  await take("1005", "1000");
  // Where DynamoDB refuses to compare, moto answers with a page for people.
  const answer = await send("UpdateItem", { TableName: store.table, Key: key, ...change }).catch(
    () => ({}),
  );
  const item = await send("GetItem", { TableName: store.table, Key: key, ConsistentRead: true });
  return { answer, item };
}

test.each([
  [
    "on the condition that the text is not greater than a number",
    { UpdateExpression: "SET d = :one", ConditionExpression: "c <= :one" },
  ],
  ["by adding to the text", { UpdateExpression: "ADD c :one" }],
  ["by changing an attribute twice", { UpdateExpression: "SET d = :one ADD d :one" }],
])("an item is not changed %s", async (_how, change) => {
  const { answer, item } = await changed({
    ...change,
    ExpressionAttributeValues: { ":one": { N: "1" } },
    ReturnValues: "ALL_NEW",
  });
  expect(answer).not.toHaveProperty("Attributes");
  expect(item).toMatchObject({ Item: { ...key, c: { S: "1005" } } });
});
