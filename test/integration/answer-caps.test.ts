import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { startEmulator } from "../../dev/emulator/server.ts";
import { variants } from "../support/sdk-variants.ts";
import {
  beatRequest,
  credentials,
  json,
  logsetId,
  startRelay,
  topicId,
} from "../support/start-relay.ts";

const heartbeat = {
  ...{ consumerGroup: "orders", consumer: "orders-1", logsetId },
  topics: new Map([[topicId, [0]]]),
};
const answerOf = (response: object) =>
  JSON.stringify({ Response: { RequestId: "r", ...response } });
const entries = (count: number) =>
  Array.from({ length: count }, () => ({ TopicID: "t", Partitions: [] }));
const renewed = answerOf({ TopicPartitionsInfo: [{ TopicID: topicId, Partitions: [1] }] });

// Gzip may have several parts, which are unpacked one after the other.
const bomb = Buffer.concat(Array<Buffer>(100).fill(gzipSync(Buffer.alloc(4_000_000, " "))));

const long = "x".repeat(900_000);

type Fault = (response: ServerResponse, request: IncomingMessage) => unknown;

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

const faults: readonly (readonly [string, Fault])[] = [
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

describe.each(variants)("the SDK %s", (_name, createClient) => {
  async function start(fault: (...exchange: Parameters<Fault>) => unknown) {
    let broken = true;
    const emulator = await startEmulator({
      credentials: [credentials],
      ratePerSecond: 0,
      intercept: (request, response) => {
        if (broken) fault(response, request);
        return broken;
      },
    });
    const client = createClient({
      credentials,
      region: "ap-guangzhou",
      endpoint: "cls.intl.tencentcloudapi.com",
      connectTo: { protocol: "http:", host: "127.0.0.1", port: emulator.port },
    });
    const send = () =>
      client.send(heartbeat, {
        signal: AbortSignal.timeout(5000),
        traceId: "t",
        freshConnection: false,
      });
    const end = async () => {
      broken = false;
      expect(await send()).toMatchObject({ ok: true });
      await emulator.close();
    };
    return { send, end, emulator };
  }

  test.each(faults)(
    "makes of %s one malformed answer, in time and in little memory",
    async (_fault, fault) => {
      const { send, end } = await start(fault);
      const before = process.memoryUsage.rss();
      expect(await send()).toMatchObject({ ok: false, failure: { kind: "malformed" } });
      expect(process.memoryUsage.rss() - before).toBeLessThan(200_000_000);
      await end();
    },
  );

  test("outlives an answer that goes on after its end, which is a race", async () => {
    const { send, end } = await start((response) => {
      const head = `HTTP/1.1 200 OK\r\nContent-Length: ${renewed.length}\r\n\r\n`;
      response.socket?.write(`${head}${renewed}${" ".repeat(3_000_000)}`);
    });
    await send();
    await end();
  });

  test("cuts what a refusal says", async () => {
    const error = {
      Code: `InternalError.${long.slice(0, 300_000)}`,
      Message: long.slice(0, 300_000),
    };
    const { send, end } = await start((response) => response.end(answerOf({ Error: error })));
    expect(await send()).toEqual({
      ok: false,
      failure: {
        kind: "rejected",
        upstream: {
          code: error.Code.slice(0, 1000),
          message: error.Message.slice(0, 1000),
          requestId: "r",
        },
      },
    });
    await end();
  });

  test("asks for nothing compressed, and takes 900 KB over and over", async () => {
    let asked: string | undefined;
    const { send, end, emulator } = await start((response, request) => {
      asked = request.headers["accept-encoding"];
      response.end(`${renewed}${" ".repeat(900_000)}`);
    });
    // Over one connection, whose bytes are counted for each answer.
    for (const times of [1, 2, 3]) {
      expect([times, await send()]).toMatchObject([times, { ok: true }]);
    }
    expect([asked, emulator.connections()]).toEqual([undefined, 1]);
    await end();
  });
});

test.each(faults.filter(([name]) => !name.includes("500")))(
  "of %s the relay tells one problem in time",
  async (_name, fault) => {
    const relay = await startRelay({
      emulator: {
        intercept: (request, response) => {
          fault(response, request);
          return true;
        },
      },
    });
    const answer = await relay.call(beatRequest());
    expect([answer.statusCode, json(answer)["code"]]).toEqual([502, "upstream-malformed"]);
  },
);
