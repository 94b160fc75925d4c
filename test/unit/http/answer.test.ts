import { describe, expect, test } from "@jest/globals";
import { errorTable } from "../../../lib/heartbeat/error-table.ts";
import { RelayError } from "../../../lib/heartbeat/relay-error.ts";
import {
  healthAnswer,
  type HttpAnswer,
  problemAnswer,
  renewedAnswer,
  withHeaders,
} from "../../../lib/http/answer.ts";

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
const bodyOf = (answer: HttpAnswer): unknown => JSON.parse(answer.body);

describe("a renewed lease", () => {
  test("is answered with the assignment and what has changed", () => {
    const answer = renewed();
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: { "Content-Type": "application/json", "Cache-Control": "no-store" },
      isBase64Encoded: false,
    });
    expect(bodyOf(answer)).toEqual({
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

test("health tells the version", () => {
  const answer = healthAnswer("1.2.3");
  expect(answer.statusCode).toBe(200);
  expect(bodyOf(answer)).toEqual({ status: "ok", version: "1.2.3" });
});

describe("a problem", () => {
  test("has the fields of RFC 9457 and the relay's own", () => {
    const answer = problemAnswer(new RelayError("forbidden", { cause: "internal" }), "request-1");
    expect(answer.headers).toEqual({
      "Content-Type": "application/problem+json",
      "Cache-Control": "no-store",
    });
    expect(bodyOf(answer)).toEqual({
      type: "/problems/forbidden",
      title: errorTable.forbidden.title,
      status: 403,
      detail: errorTable.forbidden.detail,
      instance: "urn:request:request-1",
      code: "forbidden",
      retryable: false,
    });
  });

  test.each(Object.entries(errorTable))("%s has its row's status", (code, row) => {
    const answer = problemAnswer(new RelayError(code as keyof typeof errorTable), "r");
    expect(answer.statusCode).toBe(row.status);
    expect(bodyOf(answer)).toMatchObject({ code, status: row.status, retryable: row.retryable });
    expect(answer.headers["Retry-After"]).toBe(row.retryAfterSeconds?.toString());
  });

  test("tells every fault, and twenty at most", () => {
    const faults = Array.from({ length: 25 }, (_, index) => ({ path: `${index}`, message: "m" }));
    const errorsIn = (count: number) =>
      bodyOf(
        problemAnswer(new RelayError("invalid-heartbeat", { faults: faults.slice(0, count) }), "r"),
      );
    expect(errorsIn(3)).toHaveProperty("errors", faults.slice(0, 3));
    expect(errorsIn(25)).toHaveProperty("errors", faults.slice(0, 20));
    expect(errorsIn(0)).not.toHaveProperty("errors");
  });

  test("tells what CLS said", () => {
    const upstream = { code: "InternalError", message: "m", requestId: "r" };
    const answer = problemAnswer(new RelayError("upstream-failed", { upstream }), "r");
    expect(bodyOf(answer)).toHaveProperty("upstream", upstream);
  });

  test("brings the error's own headers and words", () => {
    const given = { detail: "This path takes POST.", headers: { Allow: "POST" } };
    const answer = problemAnswer(new RelayError("method-not-allowed", given), "r");
    expect(answer.headers).toMatchObject({ Allow: "POST" });
    expect(bodyOf(answer)).toHaveProperty("detail", "This path takes POST.");
  });
});

describe("more headers", () => {
  test("are added", () => {
    const answer = withHeaders(healthAnswer("1"), { "X-Request-Id": "r" }, false);
    expect(answer.headers).toMatchObject({
      "X-Request-Id": "r",
      "Content-Type": "application/json",
    });
    expect(answer).not.toHaveProperty("multiValueHeaders");
  });

  test("are doubled as lists for a front that reads only those", () => {
    const answer = withHeaders(healthAnswer("1"), { "X-Request-Id": "r" }, true);
    expect(answer.multiValueHeaders).toEqual({
      "X-Request-Id": ["r"],
      "Content-Type": ["application/json"],
      "Cache-Control": ["no-store"],
    });
    expect(Object.keys(answer.headers)).toHaveLength(3);
  });
});
