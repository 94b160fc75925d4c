import { expect, test } from "@jest/globals";
import * as z from "zod/mini";
import * as field from "../../../lib/heartbeat/fields.ts";

const messageOf = (schema: z.ZodMiniType, input: unknown) =>
  z.safeParse(schema, input).error?.issues[0]?.message;

test("a field that is absent and one that is wrong are told apart, and both what would be right", () => {
  const schema = z.number(field.expected("a number"));
  expect(messageOf(schema, undefined)).toBe("is missing; it must be a number");
  expect(messageOf(schema, null)).toBe("is null; it must be a number");
  expect(messageOf(schema, "1")).toBe("must be a number");
  expect(messageOf(schema, 1)).toBeUndefined();
});

test.each([
  [
    "name",
    field.name(),
    1,
    "must be a string of 1 to 255 visible characters and single spaces between them",
  ],
  [
    "name",
    field.name(),
    "",
    "must have 1 to 255 visible characters and single spaces between them",
  ],
  [
    "name",
    field.name(),
    "a\u2028b",
    "must have 1 to 255 visible characters and single spaces between them; it has <U+2028> at character 2",
  ],
  ["partitions", field.partitions(), 0, "must be a list of partitions such as [0, 1], or []"],
  ["partitions", field.partitions(), null, "is null; send [] if the consumer holds no partitions"],
  ["partitions", field.partitions(), [-1], "must be a whole number from 0 to 9007199254740991"],
  ["partitions", field.partitions(), [0.5], "must be a whole number from 0 to 9007199254740991"],
  ["partitionStrategy", field.partitionStrategy(), "2", "must be a whole number"],
  ["partitionStrategy", field.partitionStrategy(), 2 ** 53, "must be a whole number"],
  ["topicMap", field.topicMap(), {}, "must name at least one topic"],
  ["topicList", field.topicList(), [], "must name at least one topic"],
  ["topicPartitionsInfo", field.topicPartitionsInfo(), [], "must name at least one topic"],
  [
    "topicMap",
    field.topicMap(),
    1,
    'must be an object such as {"<topicId>": [0, 1]}, or a list of topic ids',
  ],
  [
    "topicPartitionsInfo",
    field.topicPartitionsInfo(),
    {},
    'must be a list such as [{"TopicID": "<topicId>", "Partitions": [0, 1]}]',
  ],
])("%s says what would be right for %#", (_name, schema, input, message) => {
  expect(messageOf(schema, input)).toBe(message);
});

test.each([
  [field.name(), "订单"],
  [field.name(), "😀".repeat(255)],
  [field.partitions(), []],
  [field.partitions(), [0, 2 ** 53 - 1]],
  [field.partitionStrategy(), undefined],
  [field.partitionStrategy(), -1],
  [field.topicMap(), { a: [] }],
  [field.topicList(), ["a"]],
  [field.topicPartitionsInfo(), [{ TopicID: "a", Partitions: [] }]],
])("what is right is kept as it is: %#", (schema, input) => {
  expect(z.parse<z.ZodMiniType>(schema, input)).toEqual(input);
});
