import { describe, expect, test } from "@jest/globals";
import { errorTable } from "../../../lib/heartbeat/error-table.ts";
import { RelayError } from "../../../lib/heartbeat/relay-error.ts";
import type { HttpAnswer } from "../../../lib/http/http-answer.ts";
import { problemAnswer } from "../../../lib/http/problem-answer.ts";

const bodyOf = (answer: HttpAnswer): unknown => JSON.parse(answer.body);

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

  test("has the status of its row, and the row's Retry-After", () => {
    const answer = problemAnswer(new RelayError("throttled"), "r");
    expect([answer.statusCode, answer.headers["Retry-After"]]).toEqual([429, "1"]);
    expect(bodyOf(answer)).toMatchObject({ code: "throttled", status: 429, retryable: true });
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
