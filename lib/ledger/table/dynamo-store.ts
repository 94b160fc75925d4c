import type { Clock } from "../../base/clock.ts";
import { toFields } from "../../base/unknown-object.ts";
import { type AwsAccess, bodyOf, createAwsCall, refused } from "../../aws/call.ts";
import type { SendAnswer } from "../../aws/send.ts";
import type { Change, Item, Store } from "./store.ts";

export type TableConfig = AwsAccess & { readonly table: string };

const dynamo = { name: "dynamodb", jsonVersion: "1.0" } as const;

/** The key of the table: whose rate it is, and what of it; serverless.yml makes it so. */
export const keyAttributes = ["rate", "item"] as const;
const [rateAttribute, itemAttribute] = keyAttributes;

/**
 * A table of DynamoDB, by a client of our own (docs/decisions/table-client.md).
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
 */
export function createDynamoStore(config: TableConfig, rate: string, clock: Clock): Store {
  const call = createAwsCall(dynamo, config, clock);

  const keyOf = (key: string) => {
    return { Key: { [rateAttribute]: { S: rate }, [itemAttribute]: { S: key } } };
  };

  const ask = (operation: string, asked: object, signal: AbortSignal) =>
    call(`DynamoDB_20120810.${operation}`, { TableName: config.table, ...asked }, signal);

  return {
    async read(key, signal) {
      const answer = await ask("GetItem", { ...keyOf(key), ConsistentRead: true }, signal);
      if (answer.status !== 200) throw refused(answer);
      return toItem(bodyOf(answer)["Item"] ?? {}, answer);
    },
    async change(change, signal) {
      const answer = await ask("UpdateItem", { ...keyOf(change.key), ...toUpdate(change) }, signal);
      const body = bodyOf(answer);
      if (answer.status === 200) return { done: true, item: toItem(body["Attributes"], answer) };
      if (!String(body["__type"]).endsWith("#ConditionalCheckFailedException"))
        throw refused(answer);
      // There is one: it has the attribute that was too great.
      return { done: false, item: toItem(body["Item"], answer) };
    },
    async list(signal) {
      const items = new Map<string, Item>();
      const ofRate = {
        KeyConditionExpression: "#rate = :rate",
        ExpressionAttributeNames: { "#rate": rateAttribute },
        ExpressionAttributeValues: { ":rate": { S: rate } },
      };
      for (let next: unknown, isFirst = true; isFirst || next !== undefined; isFirst = false) {
        const page = next === undefined ? {} : { ExclusiveStartKey: next };
        const answer = await ask("Query", { ...ofRate, ...page }, signal);
        const body = bodyOf(answer);
        if (answer.status !== 200 || !Array.isArray(body["Items"])) throw refused(answer);
        for (const attributes of body["Items"]) {
          const { S: key } = toFields(toFields(attributes)[itemAttribute]);
          items.set(String(key), toItem(attributes, answer));
        }
        next = body["LastEvaluatedKey"];
      }
      return items;
    },
  };
}

/** Names are written apart from the expression: some are words that DynamoDB keeps for itself. */
function toUpdate({ set = {}, add = {}, remove = [], unlessGreater = {} }: Change): object {
  const names: Record<string, string> = {};
  const values: Record<string, object> = {};
  const nameOf = (name: string) => {
    const place = `#n${Object.keys(names).length}`;
    names[place] = name;
    return place;
  };
  const valueOf = (value: string | number) => {
    const place = `:v${Object.keys(values).length}`;
    values[place] = typeof value === "number" ? { N: String(value) } : { S: value };
    return place;
  };
  const clauses: [word: string, parts: string[]][] = [
    ["SET", Object.entries(set).map(([name, value]) => `${nameOf(name)} = ${valueOf(value)}`)],
    ["ADD", Object.entries(add).map(([name, value]) => `${nameOf(name)} ${valueOf(value)}`)],
    ["REMOVE", remove.map(nameOf)],
  ];
  const conditions = Object.entries(unlessGreater).map(([name, value]) => {
    const place = nameOf(name);
    return `(attribute_not_exists(${place}) OR ${place} <= ${valueOf(value)})`;
  });
  const used = clauses.filter(([, parts]) => parts.length > 0);
  return {
    UpdateExpression: used.map(([word, parts]) => `${word} ${parts.join(", ")}`).join(" "),
    ...(conditions.length > 0 && { ConditionExpression: conditions.join(" AND ") }),
    ExpressionAttributeNames: names,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    ReturnValues: "ALL_NEW",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  };
}

/**
 * What an item has besides its key.
 * @throws Error where it is not an item of texts and numbers.
 */
function toItem(attributes: unknown, answer: SendAnswer): Item {
  if (typeof attributes !== "object" || attributes === null) throw refused(answer);
  const item: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (name === rateAttribute || name === itemAttribute) continue;
    const { S: text, N: number } = toFields(value);
    if (typeof text === "string") item[name] = text;
    else if (typeof number === "string") item[name] = Number(number);
    else throw refused(answer);
  }
  return item;
}
