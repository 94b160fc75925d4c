import { describe, expect, test } from "@jest/globals";
import { createCanaries } from "../support/canaries.ts";
import { unfold } from "../support/unfold.ts";
import { createJudge } from "./judge.ts";
import type { Seen } from "./run.ts";

const canaries = createCanaries(1);
const { key, secretKey, secretId, token } = canaries;
const part = secretKey.slice(3, 11);

const answer = {
  statusCode: 400,
  headers: { "X-Request-Id": "plain" },
  body: "{}",
  isBase64Encoded: false,
} as const;
const nothing: Seen = { sent: {}, answer, thrown: undefined, output: "", upstream: [] };

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
  ])("%s", (_, surface, seen) => {
    expect(judge(seen)).toBe(surface);
  });
});

test("what signs a heartbeat may travel to CLS", () => {
  const headers = { authorization: `TC3 Credential=${secretId}/x`, "x-tc-token": token };
  expect(judge({ upstream: [{ headers, body: "" }] })).toBeUndefined();
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
