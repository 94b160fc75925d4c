import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { afterEach, beforeAll, expect, test } from "@jest/globals";
import { createKey } from "../../dev/key/create-key.ts";
import { type ErrorCode, errorTable } from "../../lib/heartbeat/error-table.ts";
import { httpApiEvent } from "../support/events.ts";
import {
  beatRequest,
  credentials,
  heartbeat,
  json,
  startRelay,
  type TestRelay,
} from "../support/start-relay.ts";

type Fault = (response: ServerResponse) => unknown;

let relay: TestRelay;
let fault: Fault | undefined;
const produced = new Set<string>();

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

const refuse =
  (code: string, message = "no"): Fault =>
  (response) => {
    const error = { Response: { Error: { Code: code, Message: message }, RequestId: "r-1" } };
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(error));
  };

async function expectProblem(
  answering: Promise<{
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  }>,
  code: ErrorCode,
) {
  const answer = await answering;
  const problem: unknown = JSON.parse(answer.body);
  const { status, retryable, title, retryAfterSeconds } = errorTable[code];
  expect(answer.statusCode).toBe(status);
  expect(answer.headers["Content-Type"]).toBe("application/problem+json");
  // Spread, so that those who were refused together do not come back together.
  const seconds = answer.headers["Retry-After"];
  if (retryAfterSeconds === undefined) expect(seconds).toBeUndefined();
  else expect(Number(seconds)).toBeGreaterThanOrEqual(retryAfterSeconds);
  expect(problem).toMatchObject({
    type: `/problems/${code}`,
    title,
    status,
    code,
    retryable,
    instance: `urn:request:${answer.headers["X-Request-Id"] ?? ""}`,
  });
  produced.add(code);
  return problem as Record<string, unknown>;
}

/** Issue 2's table, in its own words: what a family of Tencent's codes means for a caller. */
const families: readonly (readonly [RegExp, ErrorCode])[] = [
  [
    /^(InvalidParameter|InvalidParameterValue|MissingParameter|UnknownParameter|UnsupportedOperation|InvalidRequest|RequestSizeLimitExceeded|ResourceNotFound)(\.|$)/,
    "heartbeat-rejected",
  ],
  [
    /^(AuthFailure|UnauthorizedOperation|OperationDenied|LimitExceeded|IpInBlacklist|IpNotInWhitelist|UnsupportedRegion|UnsupportedProtocol|NoSuch.*|InvalidAction|ActionOffline|DryRunOperation)(\.|$)/,
    "relay-refused",
  ],
  [/^RequestLimitExceeded(\.|$)/, "throttled"],
  [
    /^(ServiceUnavailable|ResourceUnavailable|ResourceInsufficient|ResourceInUse)(\.|$)/,
    "upstream-unavailable",
  ],
];
const documented = JSON.parse(readFileSync("test/fixtures/error-codes.json", "utf8")) as {
  code: string;
}[];
const codes = new Set(documented.map(({ code }) => code));

test("there are 147 documented codes", () => {
  expect(codes.size).toBe(147);
});

test.each([...codes, "Brand.NewCode", "constructor", "__proto__.x"])(
  "%s over the wire has the status of the table",
  async (code) => {
    fault = refuse(code);
    const expected = families.find(([family]) => family.test(code))?.[1] ?? "upstream-failed";
    const problem = await expectProblem(relay.call(beatRequest()), expected);
    expect(problem["upstream"]).toEqual({ code, message: "no", requestId: "r-1" });
  },
);

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
    "partitions that are none",
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

test("a reset before the answer is tried once more, then unreachable", async () => {
  fault = (response) => response.socket?.resetAndDestroy();
  await expectProblem(relay.call(beatRequest()), "upstream-unreachable");
  expect(relay.counted.at(-1)).toMatchObject({ attempts: 2 });
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

test("a caller who waits no time is told so, and nothing is sent", async () => {
  await expectProblem(
    relay.call(beatRequest({ headers: { prefer: "wait=0" } })),
    "deadline-exceeded",
  );
  expect(relay.counted.at(-1)).toEqual({
    outcome: "deadline-exceeded",
    attempts: 0,
    upstreamMs: 0,
    dropped: true,
  });
});

test("Lambda's own time, less a margin, is a deadline too", async () => {
  await expectProblem(relay.invoke(httpApiEvent(beatRequest()), 200), "deadline-exceeded");
});

test("our own credentials are masked in what CLS says of them", async () => {
  fault = refuse(
    "AuthFailure.SecretIdNotFound",
    `The SecretId ${credentials.secretId} is not found`,
  );
  const problem = await expectProblem(relay.call(beatRequest()), "relay-refused");
  expect(problem["upstream"]).toMatchObject({ message: "The SecretId *** is not found" });
});

test("a yes that quotes our own credentials is none", async () => {
  const piece = credentials.secretKey.slice(3, 14);
  for (const Response of [
    { RequestId: `r-${piece}`, TopicPartitionsInfo: [] },
    { RequestId: "r-1", TopicPartitionsInfo: [{ TopicID: piece, Partitions: [] }] },
  ]) {
    fault = (response) =>
      response
        .writeHead(200, { "Content-Type": "application/json" })
        .end(JSON.stringify({ Response }));
    const problem = await expectProblem(relay.call(beatRequest()), "upstream-malformed");
    expect(JSON.stringify([problem, relay.lines])).not.toContain(piece);
  }
});

test.each([
  ["malformed-body", { body: '{"consumer": "a", secret' }],
  ["malformed-body", {}],
  ["malformed-body", { body: " \n" }],
  ["invalid-heartbeat", { body: "[]" }],
  ["invalid-heartbeat", { body: JSON.stringify({ ...heartbeat, Consumer: "x" }) }],
  ["body-too-large", { body: JSON.stringify({ ...heartbeat, consumer: "x".repeat(16_384) }) }],
  ["not-found", { path: "/v1/heartbeats/nothing" }],
  ["method-not-allowed", { method: "DELETE" }],
] as const)("%s comes from the caller's own request", async (code, request) => {
  const problem = await expectProblem(relay.call({ path: "/v1/heartbeats", ...request }), code);
  expect(JSON.stringify([problem, relay.lines])).not.toContain("secret");
});

test("every fault of a heartbeat is told at once, at most twenty", async () => {
  const topics = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`t${n}`, [-1]]));
  const problem = await expectProblem(
    relay.call(beatRequest({ body: JSON.stringify({ topics, extra: "canary-value" }) })),
    "invalid-heartbeat",
  );
  expect(problem["errors"]).toHaveLength(20);
  expect(JSON.stringify(problem)).not.toContain("canary-value");
});

test("keys that are wrong, narrow or missing altogether", async () => {
  const { key, sha256 } = createKey();
  const narrow = await startRelay({
    env: { RELAY_AUTH: "" },
    file: { keys: [{ name: "k", sha256, consumerGroups: ["other"] }] },
  });
  await expectProblem(narrow.call(beatRequest()), "unauthorized");
  await expectProblem(narrow.call(beatRequest({ headers: { "x-api-key": key } })), "forbidden");
  const keyless = await startRelay({ env: { RELAY_AUTH: "" } });
  await expectProblem(keyless.call(beatRequest()), "relay-misconfigured");
  expect(keyless.lines.at(-1)?.["reason"]).toMatch(/no keys are configured/);
});

test.each([
  [{ TENCENTCLOUD_SECRET_KEY: "" }, "TENCENTCLOUD_SECRET_KEY"],
  [{ CLS_ENDPOINT: "example.com" }, "CLS_ENDPOINT"],
  [{ RELAY_CONFIG: "nowhere.json" }, "RELAY_CONFIG"],
])(
  "half a configuration (%j) refuses every beat, and the log names the variable",
  async (env, name) => {
    const broken = await startRelay({ env });
    await expectProblem(broken.call(beatRequest()), "relay-misconfigured");
    expect(JSON.stringify(broken.lines.at(-1)?.["reason"])).toContain(name);
    expect((await broken.call({ method: "GET", path: "/healthz" })).statusCode).toBe(200);
  },
);

test("a file that cannot be read refuses keys as well", async () => {
  const broken = await startRelay({ env: { RELAY_AUTH: "", RELAY_CONFIG: "nowhere.json" } });
  await expectProblem(broken.call(beatRequest()), "relay-misconfigured");
});

test("a fault of ours tells the caller nothing and the log where it was", async () => {
  const faulty = await startRelay({
    overrides: {
      clock: {
        nowMs: () => 0,
        epochMs: () => 0,
        after: () => {
          throw new TypeError("secret detail");
        },
      },
    },
  });
  const problem = await expectProblem(faulty.call(beatRequest()), "internal-error");
  expect(JSON.stringify([problem, faulty.lines])).not.toContain("secret detail");
  expect(faulty.lines.at(-1)).toMatchObject({
    level: "ERROR",
    thrown: {
      name: "TypeError",
      frames: expect.arrayContaining([expect.stringContaining("lib/base/deadline.ts")]) as unknown,
    },
  });
});

test("a batch that had no time tells of each heartbeat that it was not attempted", async () => {
  const answering = relay.call({
    path: "/v1/heartbeats:batch",
    headers: { prefer: "wait=0" },
    body: JSON.stringify({ heartbeats: [heartbeat] }),
  });
  const problem = await expectProblem(answering, "batch-incomplete");
  const { status, retryable, title } = errorTable["not-attempted"];
  const result = { code: "not-attempted", status, retryable, title };
  expect(problem["results"]).toMatchObject([result]);
  produced.add("not-attempted");
});

test("a heartbeat that waits is superseded by a newer one of its consumer", async () => {
  const env = { CLS_RATE_PER_SECOND: "2", RELAY_MAX_WAIT_MS: "3000" };
  const slow = await startRelay({ env });
  const holding = (consumer: string, partitions: number[]) => {
    const topics = { "topic-1": partitions };
    return slow.call(beatRequest({ body: JSON.stringify({ ...heartbeat, consumer, topics }) }));
  };
  for (const consumer of ["a", "b"]) await holding(consumer, []);
  const [older, newer] = [holding("c", [0]), holding("c", [1])];
  await expectProblem(older, "superseded");
  expect((await newer).statusCode).toBe(200);
});

test("a consumer gets in no more when the rate carries those who are in and no more", async () => {
  const env = { CLS_RATE_PER_SECOND: "1" };
  const file = { consumerGroups: { orders: { leaseSeconds: 3 } } };
  const full = await startRelay({ env, file });
  const beat = (consumer: string) =>
    full.call(beatRequest({ body: JSON.stringify({ ...heartbeat, consumer }) }));
  for (const consumer of ["a", "b", "c"]) {
    expect((await beat(consumer)).statusCode).toBe(200);
  }
  const answer = await expectProblem(beat("d"), "overloaded");
  expect(answer).toMatchObject({ detail: expect.stringContaining("carry 2 consumers") as unknown });
});

test("every row of the table was produced through the socket", () => {
  expect([...produced].sort()).toEqual(Object.keys(errorTable).sort());
});

test("the relay still answers a good beat after all of that", async () => {
  const answer = await relay.call(beatRequest());
  expect([answer.statusCode, json(answer)["consumer"]]).toEqual([200, "orders-1"]);
});
