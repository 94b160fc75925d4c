import { describe, expect, test } from "@jest/globals";
import { readRequest } from "../../../lib/http/request.ts";
import { fronts } from "../../support/events.ts";

describe.each(fronts)("an event of %s", (front, toEvent) => {
  const event = toEvent({
    method: "PUT",
    path: "/v1/heartbeats",
    headers: { Authorization: "Bearer secret" },
    body: '{"a":"é"}',
  });

  test("is read into its method, path, headers and body", () => {
    const request = readRequest(event);
    expect(request.method).toBe("PUT");
    expect(request.path).toBe(`${request.stage === "prod" ? "/prod" : ""}/v1/heartbeats`);
    expect(request.headers["authorization"]).toBe("Bearer secret");
    expect(request.body.toString()).toBe('{"a":"é"}');
    expect(request.multiValueHeaders).toBe(front === "ALB with multi-value headers");
  });

  test("may have no body", () => {
    expect(readRequest(toEvent({})).body).toHaveLength(0);
  });
});

test.each([
  [{ stage: "prod" }, "prod"],
  [{ stage: "$default" }, undefined],
  [{ stage: "" }, undefined],
  [{ stage: 1 }, undefined],
  [{}, undefined],
  [null, undefined],
])("the stage of the context %j is %j", (requestContext, stage) => {
  expect(readRequest({ requestContext }).stage).toBe(stage);
});

test("headers are found whatever their case, and lists are joined", () => {
  const { headers } = readRequest({
    headers: { "X-API-KEY": "secret" },
    multiValueHeaders: { Accept: ["text/plain", "*/*"], "x-api-key": ["other"], Odd: "text" },
  });
  expect(headers).toEqual({ "x-api-key": "other", accept: "text/plain, */*", odd: "" });
});

test.each([
  [{ rawQueryString: "Action=Do&Signature=secret%3D&flag&=odd&a=b=c" }, "Action Signature flag  a"],
  [{ queryStringParameters: { Action: "Do", Signature: "secret" } }, "Action Signature"],
  [{ multiValueQueryStringParameters: { Action: ["Do"], b: ["c", "d"] } }, "Action b b"],
  [{ rawQueryString: "", queryStringParameters: null }, ""],
  [{ rawQueryString: 1, queryStringParameters: "text" }, ""],
])("of a query the names are read and no value: %j", (event, names) => {
  expect(
    readRequest(event)
      .query.map(({ name }) => name)
      .join(" "),
  ).toBe(names);
});

test("a body is base64 only if the event says so itself", () => {
  const body = Buffer.from("{}").toString("base64");
  expect(readRequest({ body, isBase64Encoded: true }).body.toString()).toBe("{}");
  expect(readRequest({ body, isBase64Encoded: "true" }).body.toString()).toBe(body);
});

test.each([[undefined], [null], [[]], ["text"], [1]])("%j reads as an empty request", (event) => {
  expect(readRequest(event)).toEqual({
    method: "",
    path: "",
    stage: undefined,
    headers: {},
    query: [],
    body: "",
    multiValueHeaders: false,
  });
});
