import { expect, test } from "@jest/globals";
import { busyAnswer } from "../../../lib/http/busy-answer.ts";
import { httpApiEvent } from "../../support/events.ts";

const answerTo = (headers: Record<string, string>, random = 0) =>
  busyAnswer(httpApiEvent({ path: "/", headers }), {
    requestId: "r",
    basePath: "/relay",
    random: () => random,
  });

test("who is refused together is told to return spread over five seconds", () => {
  const seconds = [0, 0.2, 0.999].map((random) => answerTo({}, random).headers["Retry-After"]);
  expect(seconds).toEqual(["1", "2", "5"]);
});

test("a caller gets a problem, and one of Tencent's SDKs an error of its API", () => {
  const problem = answerTo({});
  expect([problem.statusCode, problem.headers["X-Request-Id"]]).toEqual([503, "r"]);
  expect(JSON.parse(problem.body)).toMatchObject({ type: "/relay/problems/relay-busy" });
  const ofApi = answerTo({ "x-tc-action": "SendConsumerHeartbeat" });
  expect([ofApi.statusCode, ofApi.headers["Content-Type"]]).toEqual([200, "application/json"]);
  expect(JSON.parse(ofApi.body)).toMatchObject({
    Response: { Error: { Code: "ServiceUnavailable" }, RequestId: "r" },
  });
});
