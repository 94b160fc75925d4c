import type { ServerResponse } from "node:http";
import { afterEach, beforeAll, expect, test } from "@jest/globals";
import { beatRequest, credentials, startRelay, type TestRelay } from "../support/start-relay.ts";
import { expectProblem } from "../support/expect-problem.ts";

type Fault = (response: ServerResponse) => unknown;

let relay: TestRelay;
let fault: Fault | undefined;

beforeAll(async () => {
  relay = await startRelay({
    env: { RELAY_DEADLINE_MS: "300" },
    emulator: {
      intercept: (_request, response) => {
        fault?.(response);
        return fault !== undefined;
      },
    },
  });
});
afterEach(() => {
  fault = undefined;
});

const raw =
  (status: number, body: string, headers: Record<string, string> = {}): Fault =>
  (response) => {
    response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(body);
  };
const malformed: [string, Fault][] = [
  ["HTML", raw(200, "<html>captive portal</html>", { "Content-Type": "text/html" })],
  ["an empty body", raw(200, "")],
  ["no Response", raw(200, "{}")],
  ["a null Response", raw(200, '{"Response":null}')],
  ["a Response without a request id", raw(200, '{"Response":{"ConsumerGroup":"orders"}}')],
  ["an empty request id", raw(200, '{"Response":{"RequestId":""}}')],
  ["an error without a code", raw(200, '{"Response":{"Error":{},"RequestId":"r"}}')],
  [
    "an error with an empty code",
    raw(200, '{"Response":{"Error":{"Code":"","Message":"m"},"RequestId":"r"}}'),
  ],
  [
    "invalid partitions",
    raw(
      200,
      '{"Response":{"RequestId":"r","TopicPartitionsInfo":[{"TopicID":"t","Partitions":[-1]}]}}',
    ),
  ],
  [
    "partitions without a topic",
    raw(200, '{"Response":{"RequestId":"r","TopicPartitionsInfo":[{"Partitions":[1]}]}}'),
  ],
  ["an event stream", raw(200, "data: {}\n\n", { "Content-Type": "text/event-stream" })],
  ["a redirect", raw(302, "", { Location: "https://elsewhere.example/" })],
  ["a redirect that keeps the method", raw(307, "", { Location: "/again" })],
  ["a status 500", raw(500, "oops")],
  ["a status 500 with a large body", raw(500, "x".repeat(1_000_000))],
  ["a status 404", raw(404, "")],
  ["broken gzip", raw(200, "not gzip", { "Content-Encoding": "gzip" })],
  [
    "a cut body",
    (response) => {
      response.writeHead(200, { "Content-Length": "500" });
      response.write('{"Response":', () => response.destroy());
    },
  ],
  [
    "a cut chunked body",
    (response) => {
      response.writeHead(200);
      response.write('{"Response":', () => response.destroy());
    },
  ],
  [
    "another protocol",
    (response) =>
      response.socket?.end("HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"),
  ],
  ["something that is not HTTP", (response) => response.socket?.end("SSH-2.0-OpenSSH_9.6\r\n")],
];

test.each(malformed)("%s is no answer of the API", async (_name, answer) => {
  fault = answer;
  const before = relay.emulator.received.length;
  await expectProblem(relay.call(beatRequest()), "upstream-malformed");
  expect(relay.counted.at(-1)).toMatchObject({ outcome: "upstream-malformed" });
  expect(relay.emulator.received.length).toBe(before);
});

test.each<[string, Fault]>([
  ["no answer", () => {}],
  [
    "an event stream that does not end",
    (response) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.write("data: {}\n\n");
    },
  ],
  ["headers and then nothing", (response) => response.writeHead(200).write(" ")],
  [
    "half a body and then nothing",
    (response) => {
      response.writeHead(200, { "Content-Length": "500" });
      response.write('{"Response":');
    },
  ],
])("%s is cut off at the deadline, and nothing is pending after it", async (_name, hang) => {
  fault = hang;
  const startedMs = performance.now();
  await expectProblem(relay.call(beatRequest()), "deadline-exceeded");
  // The bar is the deadline and no more than a scheduler's slack over it, far from the SDK's own 60 s.
  expect(performance.now() - startedMs).toBeLessThan(5000);
});

test("our own credentials are masked in what CLS says of them", async () => {
  const Message = `The SecretId ${credentials.secretId} is not found`;
  const Error = { Code: "AuthFailure.SecretIdNotFound", Message };
  fault = raw(200, JSON.stringify({ Response: { Error, RequestId: "r-1" } }));
  const problem = await expectProblem(relay.call(beatRequest()), "relay-refused");
  expect(problem["upstream"]).toMatchObject({ message: "The SecretId *** is not found" });
});
