import { expect, test } from "@jest/globals";
import { RelayError } from "../../../lib/heartbeat/relay-error.ts";
import { answer, type HttpAnswer, json } from "../../../lib/http/http-answer.ts";
import { problemAnswer } from "../../../lib/http/problem-answer.ts";
import { readRequest } from "../../../lib/http/request.ts";
import { renewed } from "../examples.ts";
import { httpApiEvent, type TestRequest } from "../../../test/support/events.ts";
import { validateExchange } from "../../../test/support/openapi/validate-exchange.ts";
import { beatRequest, heartbeat } from "../../../test/support/start-relay.ts";

const finished = (from: HttpAnswer): HttpAnswer => ({
  ...from,
  headers: { ...from.headers, "X-Request-Id": "id" },
});
const problem = (error: RelayError) => finished(problemAnswer(error, "id"));
const validate = (request: TestRequest, given: HttpAnswer) => {
  validateExchange(readRequest(httpApiEvent(request)), given);
};
const beat = (more: object = {}) =>
  beatRequest({ body: JSON.stringify({ ...heartbeat, ...more }) });

test("what is documented passes", () => {
  validate(beat(), finished(json(200, renewed)));
  validate(beat({ consumer: 3 }), problem(new RelayError("invalid-heartbeat")));
  validate({ path: "/nowhere" }, problem(new RelayError("not-found")));
});

const allowed = { headers: { Allow: "GET, POST" } };
const retry = { headers: { "Retry-After": "soon" } };

test.each([
  ["a status", beat(), json(418, {}), /status 418 is not documented/],
  ["a type", beat(), answer(200, "OK", { "Content-Type": "text/html" }), /type text\/html/],
  ["a field", beat(), json(200, { ...renewed, more: 1 }), /unevaluated/],
  ["a field that is missing", beat(), json(200, { ...renewed, topics: undefined }), /'topics'/],
  ["a header", beat(), json(200, renewed, { "X-More": "1" }), /header X-More is not documented/],
  ["a body", { method: "HEAD", path: "/healthz" }, json(404, {}), /status 404/],
  ["a body of none", beat(), answer(204, "x", {}), /should have no body/],
  ["a code", beat(), problemAnswer(new RelayError("not-found"), "id"), /status 404/],
  ["a header's value", beat(), problemAnswer(new RelayError("throttled", retry), "id"), /pattern/],
  [
    "a method that is allowed",
    { method: "DELETE", path: "/healthz" },
    problemAnswer(new RelayError("method-not-allowed", allowed), "id"),
    /Allow names post/,
  ],
  ["a 405 where no path is", { path: "/x" }, json(405, {}), /status 405 is not documented/],
  ["a request that was taken", beat({ more: 1 }), json(200, renewed), /additional properties/],
  ["a request without a body", beatRequest({ body: " " }), json(200, renewed), /body is missing/],
  [
    "a path that was taken",
    { path: "/v1/heartbeats/a/00" },
    json(202, { renewed: false }),
    /must match pattern/,
  ],
  [
    "a header that was missing",
    { path: "/", body: "{}" },
    json(200, { Response: { ConsumerGroup: "g", TopicPartitionsInfo: [], RequestId: "r" } }),
    /parameter X-TC-Action is missing/,
  ],
  [
    "a status inside the problem",
    beat(),
    { ...problemAnswer(new RelayError("heartbeat-rejected"), "id"), statusCode: 424 },
    /another status/,
  ],
])("%s that is not documented fails", (_name, request, given, fault) => {
  expect(() => {
    validate(request, finished(given));
  }).toThrow(fault);
});

test("a header that is missing fails", () => {
  expect(() => {
    validate(beat(), json(200, renewed));
  }).toThrow("X-Request-Id is missing");
});
