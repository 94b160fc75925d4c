import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { topicId } from "./start-relay.ts";

export const answerOf = (response: object) =>
  JSON.stringify({ Response: { RequestId: "r", ...response } });
const entries = (count: number) =>
  Array.from({ length: count }, () => ({ TopicID: "t", Partitions: [] }));
export const renewed = answerOf({ TopicPartitionsInfo: [{ TopicID: topicId, Partitions: [1] }] });

// Gzip may have several parts, which are unpacked one after the other.
const bomb = Buffer.concat(Array<Buffer>(100).fill(gzipSync(Buffer.alloc(4_000_000, " "))));

export const long = "x".repeat(900_000);

export type Fault = (response: ServerResponse, request: IncomingMessage) => unknown;

/** Writes for ever, as fast as it is read. */
const endless =
  (piece: string | Buffer, begin: Fault): Fault =>
  (response, request) => {
    begin(response, request);
    const socket = response.socket;
    const write = () => {
      while (socket?.writable && socket.write(piece));
    };
    socket?.on("drain", write).on("error", () => undefined);
    write();
  };
const raw =
  (head: string): Fault =>
  (response) =>
    response.socket?.write(head);
const chunk = `400\r\n${" ".repeat(1024)}\r\n`;
const head = "HTTP/1.1 200 OK\r\n";

/** Answers of CLS that are too long, endless, compressed or not for this beat. */
export const faults: readonly (readonly [string, Fault])[] = [
  [
    "a plain yes that is called gzip",
    (response) => response.writeHead(200, { "Content-Encoding": "gzip" }).end(renewed),
  ],
  ["a request id of 900 KB", (response) => response.end(answerOf({ RequestId: long }))],
  ["no request id", (response) => response.end(answerOf({ RequestId: "" }))],
  [
    "60,000 entries",
    (response) => response.end(answerOf({ TopicPartitionsInfo: entries(60_000) })),
  ],
  ["103 entries", (response) => response.end(answerOf({ TopicPartitionsInfo: entries(102) }))],
  ["another consumer group", (response) => response.end(answerOf({ ConsumerGroup: "billing" }))],
  [
    "an acceptance and 2 MB of blanks",
    (response) => response.end(`${renewed}${" ".repeat(2_000_000)}`),
  ],
  [
    "2 MB of blanks and an acceptance",
    (response) => response.end(`${" ".repeat(2_000_000)}${renewed}`),
  ],
  ["500,000 open lists", (response) => response.end("[".repeat(500_000))],
  [
    "500,000 nested lists",
    (response) => response.end(`${"[".repeat(500_000)}${"]".repeat(500_000)}`),
  ],
  [
    "a body without end, in chunks",
    endless(chunk, raw(`${head}Transfer-Encoding: chunked\r\n\r\n`)),
  ],
  ["a body without end or length", endless(" ".repeat(1024), raw(`${head}\r\n`))],
  [
    "a body of 1 TB",
    endless(" ".repeat(1024), raw(`${head}Content-Length: 1000000000000\r\n\r\n`)),
  ],
  [
    "chunks of one byte without end",
    endless("1\r\n \r\n".repeat(100), raw(`${head}Transfer-Encoding: chunked\r\n\r\n`)),
  ],
  [
    "informational answers without end",
    endless("HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n", () => undefined),
  ],
  ["headers without end", endless(`X-A: ${"a".repeat(1000)}\r\n`, raw(head))],
  [
    "trailers without end",
    endless(
      `X-A: ${"a".repeat(1000)}\r\n`,
      raw(`${head}Transfer-Encoding: chunked\r\nTrailer: X-A\r\n\r\n1\r\n{\r\n0\r\n`),
    ),
  ],
  [
    "a status of 500 and a body without end",
    endless(chunk, raw("HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n")),
  ],
  [
    "400 MB in a few bytes",
    (response) => response.writeHead(200, { "Content-Encoding": "gzip" }).end(bomb),
  ],
  [
    "a compressed acceptance, though nobody asked for compression",
    (response) => response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync(renewed)),
  ],
];
