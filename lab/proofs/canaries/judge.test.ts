import { describe, expect, test } from "@jest/globals";
import { createCanaries } from "../support/canaries.ts";
import { unfold } from "../support/unfold.ts";
import { createJudge } from "./judge.ts";
import type { Seen } from "./run.ts";

const canaries = createCanaries(1);
const { key, secretKey, secretId, token, awsKeyId, awsToken, proxyPassword } = canaries;
const part = secretKey.slice(3, 11);

const answer = {
  statusCode: 400,
  headers: { "X-Request-Id": "plain" },
  body: "{}",
  isBase64Encoded: false,
} as const;
const nothing: Seen = {
  sent: {},
  answer,
  thrown: undefined,
  output: "",
  upstream: [],
  table: [],
  proxy: [],
};

function judge(seen: Partial<Seen>, echoes: string[] = []) {
  return createJudge(canaries, (what) => echoes.push(what)).judge({ ...nothing, ...seen })?.surface;
}

describe("a secret is found", () => {
  test.each<[string, string, Partial<Seen>]>([
    ["in a body", "answer", { answer: { ...answer, body: JSON.stringify({ detail: part }) } }],
    ["in a body that is no JSON", "answer", { answer: { ...answer, body: `OK ${part}` } }],
    ["in a header", "answer", { answer: { ...answer, headers: { Allow: key } } }],
    ["in a name of the body's", "answer", { answer: { ...answer, body: `{"${key}":1}` } }],
    [
      "in a log line",
      "log",
      { output: `{"level":"INFO"}\n${JSON.stringify({ a: { b: part } })}\n` },
    ],
    ["in a warning", "log", { output: `(node:1) Warning: ${part}\n` }],
    ["in a message", "throw", { thrown: unfold(new Error(part)) }],
    ["in a cause", "throw", { thrown: unfold(new Error("a", { cause: new Error(part) })) }],
    ["in a property", "throw", { thrown: unfold(Object.assign(new Error("a"), { data: [part] })) }],
    ["on the way to CLS", "request to CLS", { upstream: [{ headers: { cookie: key }, body: "" }] }],
    [
      "on the way to the table",
      "request to the table",
      { table: [{ headers: {}, body: secretId }] },
    ],
    [
      "on the way to the proxy",
      "request to the proxy",
      { proxy: [{ headers: {}, body: awsToken }] },
    ],
    [
      "in a log line, though it is the table's",
      "log",
      { output: JSON.stringify({ reason: awsToken.slice(5, 13) }) },
    ],
    [
      "of the proxy's in base64",
      "log",
      { output: JSON.stringify({ reason: Buffer.from(`a:${proxyPassword}`).toString("base64") }) },
    ],
  ])("%s", (_, surface, seen) => {
    expect(judge(seen)).toBe(surface);
  });
});

test("what signs a heartbeat may travel to CLS", () => {
  const headers = { authorization: `TC3 Credential=${secretId}/x`, "x-tc-token": token };
  expect(judge({ upstream: [{ headers, body: "" }] })).toBeUndefined();
});

test("what signs a question, and what opens the proxy, may travel there", () => {
  const signed = {
    authorization: `AWS4 Credential=${awsKeyId}/x`,
    "x-amz-security-token": awsToken,
  };
  const asked = { "proxy-authorization": Buffer.from(`a:${proxyPassword}`).toString("base64") };
  const table = [{ headers: signed, body: "" }];
  expect(judge({ table, proxy: [{ headers: asked, body: "" }] })).toBeUndefined();
});

describe("a request id with a piece of what the same request proves itself with is found", () => {
  const { hookKey } = canaries;
  const encoded = Array.from(hookKey, (one) => `%${one.charCodeAt(0).toString(16)}`).join("");
  test.each<[string, string, Seen["sent"]]>([
    ["as a Bearer", key, { headers: { authorization: `Bearer ${key}` } }],
    ["as an API key", key, { headers: { "X-Api-Key": key } }],
    ["as a SecretId", key, { headers: { Authorization: `TC3-HMAC-SHA256 Credential=${key}/x` } }],
    ["as a token", token, { headers: { "X-TC-Token": token } }],
    ["in the path of a hook", hookKey, { path: `/v1/hooks/${hookKey}/a` }],
    ["in that path, percent-encoded", hookKey, { path: `/v1/hooks/${encoded}/a/fail` }],
  ])("%s", (_, secret, { headers, ...sent }) => {
    const id = `a.${secret.slice(3, 11)}`;
    for (const name of ["X-Request-Id", "X-TC-TraceId"]) {
      const asked = { ...sent, headers: { ...headers, [name]: id } };
      const instance = JSON.stringify({ instance: `urn:request:${id}` });
      expect(judge({ sent: asked, answer: { ...answer, body: instance } })).toBe("answer");
      expect(judge({ sent: asked, output: JSON.stringify({ requestId: id }) })).toBe("log");
    }
  });
});

describe("a caller's own text", () => {
  const sent = {
    headers: { "X-Request-Id": key },
    body: JSON.stringify({ consumer: key, [key]: 1 }),
  };
  const told = (body: object) => ({ sent, answer: { ...answer, body: JSON.stringify(body) } });

  test.each<[string, Partial<Seen>]>([
    ["request id", { sent, answer: { ...answer, headers: { "X-Request-Id": key } } }],
    ["consumer", told({ consumer: key })],
    ["topic", told({ topics: { [key]: [] } })],
    ["unknown field", told({ errors: [{ path: `topics.${key}`, message: "is none" }] })],
    ["consumer in a batch", told({ results: [{ consumer: key }] })],
    ["topic in Tencent's words", told({ Response: { TopicPartitionsInfo: [{ TopicID: key }] } })],
    ["consumer in a line", { sent, output: JSON.stringify({ consumer: key }) }],
  ])("comes back as its %s, which is noted", (_, seen) => {
    const echoes: string[] = [];
    expect(judge(seen, echoes)).toBeUndefined();
    expect(echoes).toHaveLength(1);
  });

  test.each<[string, Partial<Seen>]>([
    ["anywhere else in the answer", told({ detail: key })],
    ["in the message of a fault", told({ errors: [{ path: "", message: key }] })],
    ["in another field of a line", { sent, output: JSON.stringify({ key }) }],
    [
      "where another has put it",
      { answer: { ...answer, body: JSON.stringify({ consumer: key }) } },
    ],
  ])("does not come back %s", (_, seen) => {
    expect(judge(seen)).toBeDefined();
  });
});

describe("what CLS quotes of the names that the caller sent", () => {
  const half = secretId.slice(8, 30);
  const asked = (consumer: string, headers = {}) => ({
    upstream: [{ headers, body: JSON.stringify({ Consumer: consumer }) }],
  });
  const quoting = (message: string): readonly Partial<Seen>[] => [
    { answer: { ...answer, body: JSON.stringify({ upstream: { code: "A", message } }) } },
    { answer: { ...answer, body: JSON.stringify({ Response: { Error: { Message: message } } }) } },
    { output: JSON.stringify({ upstreamMessage: message }) },
  ];

  test("may be any piece of them", () => {
    for (const seen of quoting(`no ${half.slice(1, 14)} here`))
      expect(judge({ ...asked(half), ...seen })).toBeUndefined();
  });

  test.each<[string, Partial<Seen>, string]>([
    ["a piece that was not sent", asked(half), secretId.slice(6, 14)],
    ["a piece and a character more", asked(half.slice(0, 8)), half.slice(0, 9)],
    ["a piece of a secret that was sent whole", asked(secretId), half],
    [
      "a piece of the token that signed it",
      asked(token, { "x-tc-token": token }),
      token.slice(3, 11),
    ],
  ])("may not be %s", (_, sent, quoted) => {
    for (const seen of quoting(quoted)) expect(judge({ ...sent, ...seen })).toBeDefined();
  });
});
