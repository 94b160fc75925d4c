import { describe, expect, test } from "@jest/globals";
import type { HttpAnswer } from "../../../lib/http/http-answer.ts";
import { checkTold } from "./check-told.ts";
import { entryPoints } from "./entry-points.ts";
import type { Verdict } from "./oracle.ts";

const accepted: Verdict = { says: "accepted", requestId: "r", topics: { t: [1] } };
const refusal: Verdict = { says: "refused" };

const type = "application/json";
const renewed = { requestId: "r", topics: { t: [1] } };
const said = { RequestId: "r", TopicPartitionsInfo: [{ TopicID: "t", Partitions: [1] }] };
const refused = { RequestId: "r", Error: { Code: "InternalError", Message: "No." } };

function answer(statusCode: number, body: unknown): HttpAnswer {
  const headers = { "Content-Type": type };
  return { statusCode, headers, body: JSON.stringify(body), isBase64Encoded: false };
}

function check(name: string, verdicts: readonly Verdict[], given: HttpAnswer): void {
  const entryPoint = entryPoints.find((one) => one.name === name);
  if (entryPoint === undefined) throw new Error(`There is no entry point ${name}.`);
  checkTold(verdicts, entryPoint.read(given), given.body);
}

const batch = (statusCode: number, ...results: object[]) => answer(statusCode, { results });
const done = { status: 200, ...renewed };
const failed = { status: 502 };

describe("it holds", () => {
  test.each<[string, string, Verdict[], HttpAnswer]>([
    ["that an acceptance is 200 with its assignment", "body", [accepted], answer(200, renewed)],
    ["that a refusal is not 2xx", "alias", [refusal], answer(502, {})],
    [
      "that an acceptance is 200 with Tencent's assignment for an SDK",
      "drop-in",
      [accepted],
      answer(200, { Response: said }),
    ],
    [
      "that a refusal is 200 with an error for an SDK",
      "drop-in",
      [refusal],
      answer(200, { Response: refused }),
    ],
    ["that a batch of acceptances is 200", "batch", [accepted, accepted], batch(200, done, done)],
    [
      "that a batch with a refusal is not 200, and says which",
      "batch",
      [accepted, refusal],
      batch(502, done, failed),
    ],
  ])("%s", (_, name, verdicts, given) => {
    expect(() => {
      check(name, verdicts, given);
    }).not.toThrow();
  });
});

describe("it finds", () => {
  test.each<[string, string, Verdict[], HttpAnswer]>([
    ["a refusal told as 202", "hook", [refusal], answer(202, { renewed: false })],
    ["an acceptance told as 502", "hook by GET", [accepted], answer(502, {})],
    ["another assignment", "body", [accepted], answer(200, { ...renewed, topics: { t: [2] } })],
    ["a refusal told an SDK as accepted", "drop-in", [refusal], answer(200, { Response: said })],
    [
      "a refusal told an SDK by an error without a code",
      "drop-in",
      [refusal],
      answer(200, { Response: { Error: {} } }),
    ],
    [
      "another assignment for an SDK",
      "drop-in",
      [accepted],
      answer(200, { Response: { ...said, RequestId: "s" } }),
    ],
    [
      "a refusal among the results told as accepted",
      "batch",
      [accepted, refusal],
      batch(200, done, done),
    ],
    [
      "a batch that is 200 with a refusal in it",
      "batch",
      [accepted, refusal],
      batch(200, done, failed),
    ],
    ["a batch of acceptances told as 502", "batch", [accepted, accepted], batch(502, done, done)],
    ["results in another order", "batch", [refusal, accepted], batch(502, done, failed)],
    ["a result that is missing", "batch", [accepted, accepted], batch(200, done)],
  ])("%s", (_, name, verdicts, given) => {
    expect(() => {
      check(name, verdicts, given);
    }).toThrow();
  });
});
