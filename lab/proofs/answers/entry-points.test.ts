import { describe, expect, test } from "@jest/globals";
import type { HttpAnswer } from "../../../lib/http/answer.ts";
import { checkTold } from "./check-told.ts";
import { entryPoints } from "./entry-points.ts";
import type { Verdict } from "./oracle.ts";

const yes: Verdict = { says: "yes", requestId: "r", topics: { t: [1] } };
const no: Verdict = { says: "no" };

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
    ["that a yes is 200 with its assignment", "body", [yes], answer(200, renewed)],
    ["that a no is no 2xx", "alias", [no], answer(502, {})],
    [
      "that a yes to an SDK is 200 with Tencent's assignment",
      "drop-in",
      [yes],
      answer(200, { Response: said }),
    ],
    [
      "that a no to an SDK is 200 with an error",
      "drop-in",
      [no],
      answer(200, { Response: refused }),
    ],
    ["that a batch of yes is 200", "batch", [yes, yes], batch(200, done, done)],
    ["that a batch with a no is not, and says which", "batch", [yes, no], batch(502, done, failed)],
  ])("%s", (_, name, verdicts, given) => {
    expect(() => {
      check(name, verdicts, given);
    }).not.toThrow();
  });
});

describe("it finds", () => {
  test.each<[string, string, Verdict[], HttpAnswer]>([
    ["a no that is 202", "hook", [no], answer(202, { renewed: false })],
    ["a yes that is none", "hook by GET", [yes], answer(502, {})],
    ["another assignment", "body", [yes], answer(200, { ...renewed, topics: { t: [2] } })],
    ["a no told an SDK as a yes", "drop-in", [no], answer(200, { Response: said })],
    [
      "a no told an SDK by an error without a code",
      "drop-in",
      [no],
      answer(200, { Response: { Error: {} } }),
    ],
    [
      "another assignment for an SDK",
      "drop-in",
      [yes],
      answer(200, { Response: { ...said, RequestId: "s" } }),
    ],
    ["a no among the results told as a yes", "batch", [yes, no], batch(200, done, done)],
    ["a batch that is 200 with a no in it", "batch", [yes, no], batch(200, done, failed)],
    ["a batch of yes that is none as a whole", "batch", [yes, yes], batch(502, done, done)],
    ["results in another order", "batch", [no, yes], batch(502, done, failed)],
    ["a result that is missing", "batch", [yes, yes], batch(200, done)],
  ])("%s", (_, name, verdicts, given) => {
    expect(() => {
      check(name, verdicts, given);
    }).toThrow();
  });
});
