import { expect, test } from "@jest/globals";
import {
  type Answerer,
  respond,
  respondWith,
  startFaultyUpstream,
} from "../support/faulty-upstream.ts";
import { beatRequest, credentials } from "../support/start-relay.ts";
import { expectProblem } from "../support/expect-problem.ts";

const { relay, answerBy } = await startFaultyUpstream();

const malformed: [string, Answerer][] = [
  ["HTML", respond(200, "<html>captive portal</html>", { "Content-Type": "text/html" })],
  ["an empty body", respond(200, "")],
  ["no Response", respond(200, "{}")],
  ["a null Response", respond(200, '{"Response":null}')],
  ["a Response without a request id", respond(200, '{"Response":{"ConsumerGroup":"orders"}}')],
  ["an empty request id", respond(200, '{"Response":{"RequestId":""}}')],
  ["an error without a code", respond(200, '{"Response":{"Error":{},"RequestId":"r"}}')],
  [
    "an error with an empty code",
    respond(200, '{"Response":{"Error":{"Code":"","Message":"m"},"RequestId":"r"}}'),
  ],
  [
    "invalid partitions",
    respond(
      200,
      '{"Response":{"RequestId":"r","TopicPartitionsInfo":[{"TopicID":"t","Partitions":[-1]}]}}',
    ),
  ],
  [
    "partitions without a topic",
    respond(200, '{"Response":{"RequestId":"r","TopicPartitionsInfo":[{"Partitions":[1]}]}}'),
  ],
  ["an event stream", respond(200, "data: {}\n\n", { "Content-Type": "text/event-stream" })],
  ["a redirect", respond(302, "", { Location: "https://elsewhere.example/" })],
  ["a redirect that keeps the method", respond(307, "", { Location: "/again" })],
  ["a status 500", respond(500, "oops")],
  ["a status 500 with a large body", respond(500, "x".repeat(1_000_000))],
  ["a status 404", respond(404, "")],
  ["broken gzip", respond(200, "not gzip", { "Content-Encoding": "gzip" })],
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
  answerBy(answer);
  const before = relay.emulator.received.length;
  await expectProblem(relay.call(beatRequest()), "upstream-malformed");
  expect(relay.counted.at(-1)).toMatchObject({ outcome: "upstream-malformed" });
  expect(relay.emulator.received.length).toBe(before);
});

test.each<[string, Answerer]>([
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
  answerBy(hang);
  const startedMs = performance.now();
  await expectProblem(relay.call(beatRequest()), "deadline-exceeded");
  // The bar is the deadline and no more than a scheduler's slack over it, far from the SDK's own 60 s.
  expect(performance.now() - startedMs).toBeLessThan(5000);
});

test("our own credentials are masked in what CLS says of them", async () => {
  const Message = `The SecretId ${credentials.secretId} is not found`;
  const Error = { Code: "AuthFailure.SecretIdNotFound", Message };
  answerBy(respondWith({ Error, RequestId: "r-1" }));
  const problem = await expectProblem(relay.call(beatRequest()), "relay-refused");
  expect(problem["upstream"]).toMatchObject({ message: "The SecretId *** is not found" });
});
