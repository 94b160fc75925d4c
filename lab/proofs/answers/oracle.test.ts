import { gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { judge } from "./oracle.ts";

const page = {
  ConsumerGroup: "test-123",
  TopicPartitionsInfo: [{ TopicID: "t", Partitions: [1] }],
  RequestId: "6f6ded3f",
};
const yes = JSON.stringify({ Response: page });

type Parts = {
  readonly head?: string;
  readonly body?: string | Buffer;
  readonly framing?: string;
  readonly end?: "keep" | "close" | "reset";
};

function says({ head = "HTTP/1.1 200 OK", body = yes, framing, end = "keep" }: Parts) {
  const length = framing ?? `Content-Length: ${Buffer.byteLength(body)}\r\n`;
  const bytes = Buffer.concat([Buffer.from(`${head}\r\n${length}\r\n`), Buffer.from(body)]);
  return judge({ bytes, end }, ["t", "u"], "test-123");
}

const response = (fields: object) => ({
  body: JSON.stringify({ Response: { ...page, ...fields } }),
});
const chunked = "Transfer-Encoding: chunked\r\n";
const inChunks = `${yes.length.toString(16)}\r\n${yes}\r\n`;

test("the answer of Tencent's page is an acceptance with its assignment", () => {
  expect(says({})).toEqual({ says: "accepted", requestId: "6f6ded3f", topics: { t: [1], u: [] } });
});

describe("accepted", () => {
  test.each<[string, Parts]>([
    ["with lists that are null", response({ TopicPartitionsInfo: null })],
    ["with an Error that is null", response({ Error: null })],
    ["in chunks", { framing: chunked, body: `${inChunks}0\r\n\r\n` }],
    ["to the end of the connection", { framing: "", end: "close" }],
    ["with no consumer group", response({ ConsumerGroup: null })],
    ["after early hints", { head: "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK" }],
  ])("%s", (_, parts) => {
    expect(says(parts).says).toBe("accepted");
  });
});

describe("not accepted", () => {
  test.each<[string, Parts]>([
    ["in gzip", { head: "HTTP/1.1 200 OK\r\nContent-Encoding: gzip", body: gzipSync(yes) }],
    ["of another consumer group", response({ ConsumerGroup: "test-124" })],
    ["with a request id of 201 characters", response({ RequestId: "r".repeat(201) })],
    ["without a request id", response({ RequestId: undefined })],
    ["with an empty request id", response({ RequestId: "" })],
    ["with an Error of any kind", response({ Error: {} })],
    ["with an Error that is an empty text", response({ Error: "" })],
    [
      "with an invalid partition",
      response({ TopicPartitionsInfo: [{ TopicID: "t", Partitions: [-1] }] }),
    ],
    ["with a list in place of a topic", response({ TopicPartitionsInfo: [[]] })],
    ["with partitions of no topic", response({ TopicPartitionsInfo: [{ Partitions: [1] }] })],
    ["without Response", { body: JSON.stringify(page) }],
    ["in a list", { body: `[${yes}]` }],
    ["cut before its length", { framing: `Content-Length: ${yes.length + 1}\r\n`, end: "close" }],
    ["without the last chunk", { framing: chunked, body: inChunks, end: "close" }],
    ["that ends in the middle", { framing: "", body: yes.slice(0, -1), end: "close" }],
    ["with another status", { head: "HTTP/1.1 203 OK" }],
    ["that is a page", { body: "<html></html>" }],
    ["that is not HTTP", { head: "SSH-2.0-OpenSSH_9.9" }],
  ])("%s", (_, parts) => {
    expect(says(parts).says).toBe("refused");
  });
});

describe("unclear, where it would be accepted otherwise", () => {
  const spoilt = Buffer.concat([
    Buffer.from(yes.slice(0, -3)),
    Buffer.from([0xff]),
    Buffer.from(yes.slice(-3)),
  ]);
  test.each<[string, Parts]>([
    ["on a connection that was reset", { end: "reset" }],
    ["with more behind its end", { framing: `Content-Length: ${yes.length}\r\n`, body: `${yes} ` }],
    ["with a byte order mark", { body: `\uFEFF${yes}` }],
    ["with a byte that no UTF-8 has", { body: spoilt }],
  ])("%s", (_, parts) => {
    expect(says(parts).says).toBe("unclear");
  });
});
