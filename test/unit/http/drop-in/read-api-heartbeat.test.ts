import { describe, expect, test } from "@jest/globals";
import { readApiHeartbeat } from "../../../../lib/http/drop-in/read-api-heartbeat.ts";
import { ApiError } from "../../../../lib/http/drop-in/api-error.ts";
import { readRequest } from "../../../../lib/http/request.ts";
import { httpApiEvent } from "../../../support/events.ts";
import { documentedCodes } from "../../../support/tencent-codes.ts";

const rightHeaders = {
  "X-TC-Action": "SendConsumerHeartbeat",
  "X-TC-Version": "2020-10-16",
  "X-TC-Region": "ap-guangzhou",
};
const rightBody = {
  ConsumerGroup: "orders",
  Consumer: "orders-1",
  LogsetId: "l",
  TopicPartitionsInfo: [{ TopicID: "t", Partitions: [] }],
};

function read(headers: Record<string, string> = {}, body: unknown = rightBody) {
  const event = httpApiEvent({
    headers: { ...rightHeaders, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return readApiHeartbeat(readRequest(event), "ap-guangzhou");
}

function refusalOf(headers: Record<string, string>, body?: unknown): ApiError {
  try {
    read(headers, body);
  } catch (thrown) {
    if (thrown instanceof ApiError) return thrown;
  }
  throw new Error("no ApiError was thrown");
}

test("a heartbeat is read, with the field that only Tencent's consumers send", () => {
  expect(read({}, { PartitionStrategy: 2, ...rightBody })).toEqual({
    consumerGroup: "orders",
    consumer: "orders-1",
    logsetId: "l",
    topics: new Map([["t", []]]),
    partitionStrategy: 2,
  });
});

test.each([[{}], [{ Partitions: null }], [{ Partitions: [] }]])(
  "SDKs that leave out an empty list, or write null for it, hold none: %j",
  (partitions) => {
    const info = [
      { TopicID: "t", ...partitions },
      { TopicID: "u", Partitions: [1] },
    ];
    expect(read({}, { ...rightBody, TopicPartitionsInfo: info }).topics).toEqual(
      new Map([
        ["t", []],
        ["u", [1]],
      ]),
    );
  },
);

describe("refusals", () => {
  const { Consumer, ...noConsumer } = rightBody;
  const ofHeaders: readonly (readonly [string, string, string, string])[] = [
    ["another action", "X-TC-Action", "DescribeTopics", "InvalidAction"],
    ["an action in lower case", "X-TC-Action", "sendConsumerHeartbeat", "InvalidAction"],
    ["another version", "X-TC-Version", "2017-03-12", "NoSuchVersion"],
    ["no version", "X-TC-Version", "", "NoSuchVersion"],
    ["another region", "X-TC-Region", "ap-beijing", "UnsupportedRegion"],
    ["no region", "X-TC-Region", "", "MissingParameter"],
  ];
  const ofBodies: readonly (readonly [string, unknown, string, string])[] = [
    ["a list", [], "InvalidParameter", ""],
    ["an empty body", "", "InvalidParameter", ""],
    ["an empty object", {}, "MissingParameter", "ConsumerGroup"],
    ["no consumer", noConsumer, "MissingParameter", "Consumer"],
    [
      "no topic",
      { ...rightBody, TopicPartitionsInfo: [{ Partitions: [0] }] },
      "MissingParameter",
      "TopicPartitionsInfo.0.TopicID",
    ],
    [
      "an invalid topic",
      { ...rightBody, TopicPartitionsInfo: [null] },
      "InvalidParameter",
      "TopicPartitionsInfo.0",
    ],
    [
      "a null for topics",
      { ...rightBody, TopicPartitionsInfo: null },
      "InvalidParameter",
      "TopicPartitionsInfo",
    ],
    [
      "a name twice",
      '{"ConsumerGroup":"a","ConsumerGroup":"b","Consumer":"c","LogsetId":"l","TopicPartitionsInfo":[{"TopicID":"t"}]}',
      "InvalidParameter",
      "ConsumerGroup",
    ],
    [
      "a name twice in a topic, once by an escape",
      JSON.stringify(rightBody).replace('"TopicID"', '"Topic\\u0049D":"u","TopicID"'),
      "InvalidParameter",
      "TopicPartitionsInfo.0.TopicID",
    ],
    [
      "a consumer that nobody sees whole",
      { ...rightBody, Consumer: "orders-1\u200b" },
      "InvalidParameter",
      "Consumer",
    ],
    ["an unknown field", { ...noConsumer, Extra: 1 }, "UnknownParameter", "Consumer"],
    [
      "an unknown field of a topic",
      { ...rightBody, TopicPartitionsInfo: [{ TopicID: "t", Partitions: [], More: 1 }] },
      "UnknownParameter",
      "TopicPartitionsInfo.0.More",
    ],
    [
      "the relay's own spelling",
      { consumerGroup: "orders", consumer: "orders-1", logsetId: "l", topics: ["t"] },
      "UnknownParameter",
      "ConsumerGroup",
    ],
    ["an empty name", { ...rightBody, Consumer: "" }, "InvalidParameter", "Consumer"],
    ["a consumer that is a number", { ...rightBody, Consumer: 1 }, "InvalidParameter", "Consumer"],
    [
      "a partition below zero",
      { ...rightBody, TopicPartitionsInfo: [{ TopicID: "t", Partitions: [-1] }] },
      "InvalidParameter",
      "TopicPartitionsInfo.0.Partitions.0",
    ],
  ];

  const expectRefusal = (error: ApiError, apiCode: string, path: string) => {
    expect([error.apiCode, error.faults[0]?.path]).toEqual([apiCode, path]);
    expect(documentedCodes).toContain(error.apiCode);
    expect(error.detail).not.toContain("spellings");
  };

  test.each(ofHeaders)("%s", (_name, header, value, apiCode) => {
    expectRefusal(refusalOf({ [header]: value }), apiCode, header);
  });

  test.each(ofBodies)("%s", (_name, sent, apiCode, path) => {
    expectRefusal(refusalOf({}, sent), apiCode, path);
  });

  test("what is wrong is told for every field at once", () => {
    const { detail } = refusalOf({}, { ...noConsumer, LogsetId: 1, Extra: Consumer });
    expect(detail).toMatch(/Consumer is missing.*; LogsetId must be .*; Extra is not a field/);
    expect(detail).not.toContain(Consumer);
  });
});

test("an old signature is refused before anything is read", () => {
  const request = readRequest(httpApiEvent({ body: "Action=SendConsumerHeartbeat" }));
  expect(() => readApiHeartbeat(request, "ap-guangzhou")).toThrow(ApiError);
});

test("what is no JSON, and what is too large, is refused as everywhere", () => {
  expect(() => read({}, "{")).toThrow("malformed-body");
  expect(() => read({}, "{")).toThrow(
    expect.objectContaining({
      detail: expect.stringMatching(/^It ends too early\. Send .*"TopicPartitionsInfo"/) as unknown,
    }),
  );
  expect(() => read({}, " ".repeat(16_385))).toThrow("body-too-large");
});
