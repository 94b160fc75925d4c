import { describe, expect, test } from "@jest/globals";
import { renewedAnswer } from "../../../lib/http/renewed-answer.ts";

const heartbeat = {
  consumerGroup: "orders",
  consumer: "orders-1",
  logsetId: "logset",
  topics: new Map([
    ["a", [0, 1]],
    ["b", [5]],
  ]),
};
const assignment = {
  topics: new Map([
    ["a", [1, 2]],
    ["b", []],
  ]),
  requestId: "tencents",
};

const renewed = (headers: Record<string, string> = {}) =>
  renewedAnswer(heartbeat, { assignment, nextBeatInMs: 19_000 }, headers);

describe("a renewed lease", () => {
  test("is answered with the assignment and what has changed", () => {
    const answer = renewed();
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: { "Content-Type": "application/json", "Cache-Control": "no-store" },
      isBase64Encoded: false,
    });
    expect(JSON.parse(answer.body)).toEqual({
      consumerGroup: "orders",
      consumer: "orders-1",
      logsetId: "logset",
      topics: { a: [1, 2], b: [] },
      added: { a: [2] },
      revoked: { a: [0], b: [5] },
      sendNext: { a: [0, 1, 2], b: [5] },
      requestId: "tencents",
      nextBeatInMs: 19_000,
    });
  });

  test("says what to report next: every topic of both, ascending, as a number sorts", () => {
    const reported = { ...heartbeat, topics: new Map([["b", [10, 9]]]) };
    const topics = new Map([
      ["a", []],
      ["b", [2, 9]],
    ]);
    const renewal = { assignment: { topics, requestId: "r" }, nextBeatInMs: 1 };
    const { body } = renewedAnswer(reported, renewal, {});
    expect(body).toContain('"sendNext":{"b":[2,9,10],"a":[]}');
  });

  test("is OK for a caller that prefers text", () => {
    expect(renewed({ accept: "text/plain" })).toMatchObject({
      statusCode: 200,
      headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
      body: "OK",
    });
  });

  test.each(["*/*", "text/plain"])(
    "is nothing for one that wants little and accepts %s",
    (accept) => {
      const answer = renewed({ prefer: "return=minimal", accept });
      expect(answer).toMatchObject({ statusCode: 204, body: "" });
      expect(answer.headers).toEqual({
        "Cache-Control": "no-store",
        "Preference-Applied": "return=minimal",
      });
    },
  );
});
