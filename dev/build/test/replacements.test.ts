import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { type Emulator, startEmulator } from "../../emulator/server.ts";
import type { Heartbeat } from "../../../lib/heartbeat/heartbeat.ts";
import type { Answer } from "../../../lib/tencent/heartbeat-client.ts";
import { variants } from "../../../test/support/sdk-variants.ts";
import { credentials, logsetId, topicId } from "../../../test/support/start-relay.ts";

const heartbeat: Heartbeat = {
  consumerGroup: 'orders "é\u2028\u0000 漢字 😀',
  consumer: "orders-1",
  logsetId,
  topics: new Map([
    [topicId, []],
    ["__proto__", [0, 2 ** 53 - 1]],
  ]),
  partitionStrategy: 2,
};
const renewed = `{"Response":{"RequestId":"r","TopicPartitionsInfo":[{"TopicID":"${topicId}","Partitions":[1]}]}}`;

type Fault = (request: IncomingMessage, response: ServerResponse) => unknown;

type Seen = { readonly answer: Answer; readonly again: Answer; readonly emulator: Emulator };

/** One beat into a fault, then one into a working server, by way of the same client. */
async function beat(
  createClient: (typeof variants)[0][1],
  fault: Fault | undefined,
  timeLeftMs = 5000,
): Promise<Seen> {
  let faulty = fault !== undefined;
  const emulator = await startEmulator({
    credentials: [{ ...credentials, token: "aToken" }],
    ratePerSecond: 0,
    createsGroups: true,
    partitions: 1,
    intercept: (request, response) => {
      if (!faulty) return false;
      fault?.(request, response);
      return true;
    },
  });
  const client = createClient({
    credentials: { ...credentials, token: "aToken" },
    region: "ap-guangzhou",
    endpoint: "cls.intl.tencentcloudapi.com",
    connectTo: { protocol: "http:", host: "127.0.0.1", port: emulator.port },
  });
  const send = (ms: number) =>
    client.send(heartbeat, {
      signal: AbortSignal.timeout(ms),
      traceId: "trace-1",
    });
  const answer = await send(timeLeftMs);
  faulty = false;
  const again = await send(4000);
  await emulator.close();
  return { answer, again, emulator };
}

/** What comes out, without what differs from run to run. */
const shape = ({ answer, again }: Seen) =>
  JSON.parse(
    JSON.stringify([answer, again], (key, value: unknown) => {
      if (key === "requestId") return "…";
      return value instanceof Map ? [...value] : value;
    }),
  ) as unknown;

const raw =
  (status: number, body: string | Buffer, headers: Record<string, string> = {}): Fault =>
  (_request, response) =>
    response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(body);

const refusal = (code: string) =>
  raw(200, JSON.stringify({ Response: { Error: { Code: code, Message: "no" }, RequestId: "r" } }));

const faults: (readonly [string, Fault | undefined, number?])[] = [
  ["a beat", undefined],
  ["a throttle", refusal("RequestLimitExceeded")],
  ["a refused signature", refusal("AuthFailure.SignatureExpire")],
  ["a reset before the answer", (request) => request.socket.resetAndDestroy()],
  ["an abort before the answer", () => undefined, 200],
  [
    "an abort inside the headers",
    (_request, response) => response.socket?.write("HTTP/1.1 200 OK\r\nX-A:"),
    200,
  ],
  [
    "an abort inside the body",
    (_request, response) => response.writeHead(200, { "Content-Length": "99" }).write("{"),
    200,
  ],
  [
    "a reset inside the body",
    (_request, response) => {
      response.writeHead(200, { "Content-Length": "99" });
      response.write("{", () => response.socket?.resetAndDestroy());
    },
  ],
  [
    "a cut chunked body",
    (_request, response) => {
      response.writeHead(200);
      response.write("{", () => response.destroy());
    },
  ],
  ["a big body", raw(200, `${renewed}${" ".repeat(2_000_000)}`)],
  [
    "a body in many pieces",
    (_request, response) => {
      response.writeHead(200);
      for (const byte of Buffer.from(renewed)) response.write(Buffer.of(byte));
      response.end();
    },
  ],
  ["a big refused body", raw(500, "x".repeat(2_000_000))],
  ["a small refused body", raw(503, "no")],
  ["a redirect", raw(302, "", { Location: "http://127.0.0.1:9/" })],
  ["HTML", raw(200, "<html>")],
  ["nothing", raw(200, "")],
  ["a null", raw(200, "null")],
  ["no Response", raw(200, "{}")],
  ["an event stream", raw(200, "data: 1\n\n", { "Content-Type": "text/event-stream" })],
  [
    "an event stream that goes on",
    (_request, response) =>
      response.writeHead(200, { "Content-Type": "text/event-stream" }).write("data: 1\n\n"),
    200,
  ],
  [
    "another protocol",
    (request) =>
      request.socket.end("HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"),
  ],
  ["something that is not HTTP", (request) => request.socket.end("SSH-2.0\r\n")],
  [
    "letters of several bytes",
    raw(
      200,
      '{"Response":{"Error":{"Code":"InternalError","Message":"内部错误 😀"},"RequestId":"r"}}',
    ),
  ],
  [
    "a compressed answer, where one is asked for",
    (request, response) => {
      const asked = /gzip/.test(request.headers["accept-encoding"] ?? "");
      if (asked) response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync(renewed));
      else response.writeHead(200).end(renewed);
    },
  ],
];

describe("the SDK as deployed does what the SDK as published does", () => {
  test.each(faults.map(([name, fault, timeLeftMs = 4000]) => [name, fault, timeLeftMs] as const))(
    "with %s",
    async (_name, fault, timeLeftMs) => {
      const [published, deployed] = await Promise.all(
        variants.map(([, createClient]) => beat(createClient, fault, timeLeftMs)),
      );
      if (!published || !deployed) throw new Error("two variants are expected");
      expect(shape(deployed)).toEqual(shape(published));
      // The beat after the fault shows that no socket, timer or listener was left behind.
      expect(deployed.again.ok).toBe(true);
      expect(deployed.emulator.connections()).toBeLessThanOrEqual(2);
    },
  );

  test("and puts the same on the wire, but for the client it names", async () => {
    const wires = await Promise.all(
      variants.map(async ([, createClient]) => {
        const { emulator } = await beat(createClient, undefined);
        const { headers, body } = emulator.received[0] ?? { headers: {}, body: undefined };
        const signed = Object.fromEntries(
          Object.entries(headers).filter(([name]) =>
            /^(x-tc-(?!timestamp)|host|content-type)/.test(name),
          ),
        );
        return { signed, body };
      }),
    );
    expect(wires[1]).toEqual(wires[0]);
    expect(wires[0]?.body).toMatchObject({ ConsumerGroup: heartbeat.consumerGroup });
  });
});
