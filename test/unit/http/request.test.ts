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
    expect(request.path).toBe(`${request.prefixes.includes("/prod") ? "/prod" : ""}/v1/heartbeats`);
    expect(request.headers["authorization"]).toBe("Bearer secret");
    expect(request.body.toString()).toBe('{"a":"é"}');
    expect(request.multiValueHeaders).toBe(front === "ALB with multi-value headers");
  });

  test("may have no body", () => {
    expect(readRequest(toEvent({})).body).toHaveLength(0);
  });
});

test.each([
  [{ stage: "prod" }, ["/prod"]],
  [{ stage: "$default" }, []],
  [{ stage: "" }, []],
  [{ stage: 1 }, []],
  [{}, []],
  [null, []],
])("by the stage of the context %j a path may begin with %j", (requestContext, prefixes) => {
  expect(readRequest({ requestContext }).prefixes).toEqual(prefixes);
});

test.each([
  [{ path: "/relay/v1/x", pathParameters: { proxy: "v1/x" } }, ["/relay"]],
  [{ rawPath: "/relay/v1/x/", pathParameters: { proxy: "v1/x/" } }, ["/relay"]],
  [{ path: "/relay/v1/x/", pathParameters: { proxy: "v1/x" } }, ["/relay"]],
  [{ path: "/a/b/v1/%C3%BC", pathParameters: { proxy: "v1/ü" } }, ["/a/b"]],
  [{ path: "/v1/x", pathParameters: { proxy: "v1/x" } }, []],
  [{ path: "/x", pathParameters: { proxy: "v1/x/y" } }, []],
  [{ path: "/relay", resource: "/" }, ["/relay"]],
  [{ path: "/relay/", resource: "/" }, ["/relay"]],
  [{ path: "/", resource: "/" }, []],
  [{ path: "/relay/healthz", resource: "/healthz" }, ["/relay"]],
  [{ path: "/healthz", resource: "/healthz" }, []],
  [{ path: "/healthz", resource: "/a/healthz" }, []],
  [{ rawPath: "/relay", routeKey: "ANY /" }, ["/relay"]],
  [{ rawPath: "/relay/v1/heartbeats/a", routeKey: "POST /v1/heartbeats/{alias}" }, ["/relay"]],
  [{ rawPath: "/relay/v1/x", routeKey: "$default" }, []],
  [{ path: "/a/v1/x/", resource: "/v1/{proxy+}", pathParameters: { proxy: "x" } }, ["/a", "/a/v1"]],
  [{ path: "/a/v1/x", resource: "/{rest+}", pathParameters: { rest: "v1/x" } }, ["/a"]],
  [{ path: "/a/v1/x", resource: "/{proxy+}", pathParameters: null }, []],
  [{ path: "/relay/v1/x", pathParameters: { proxy: 1 } }, []],
  [{ path: "/relay/v1/x", pathParameters: null }, []],
])("what API Gateway says of %j is that a path may begin with %j", (event, prefixes) => {
  expect(readRequest(event).prefixes).toEqual(prefixes);
});

test.each([
  ["/prod/v1/x", "/v1/x", "/prod"],
  ["/v1/x", "/v1/x", ""],
  ["/other", "/v1/x", ""],
  [undefined, "/v1/x", ""],
  ["/prod/", "", ""],
])("of %j the front has left %j and taken off %j", (whole, path, outerPath) => {
  expect(readRequest({ path, requestContext: { path: whole } }).outerPath).toBe(outerPath);
});

test("headers are found whatever their case, and lists are joined", () => {
  const { headers } = readRequest({
    headers: { "X-API-KEY": "secret" },
    multiValueHeaders: { Accept: ["text/plain", "*/*"], "x-api-key": ["other"], Odd: "text" },
  });
  expect(headers).toEqual({ "x-api-key": "other", accept: "text/plain, */*", odd: "" });
});

test("headers in which SCF passes the credentials of a function's role are not there", () => {
  const scf = { "X-Scf-Secret-Id": "AKID", "x-scf-secret-key": "key", "X-SCF-SESSION-TOKEN": "t" };
  const lists = Object.fromEntries(Object.entries(scf).map(([name, value]) => [name, [value]]));
  const { headers } = readRequest({ headers: { ...scf, accept: "*/*" }, multiValueHeaders: lists });
  expect(headers).toEqual({ accept: "*/*" });
});

test.each([
  [{ rawQueryString: "Action=Do&Signature=secret%3D&flag&=odd&a=b=c" }, "Action Signature flag  a"],
  [{ queryStringParameters: { Action: "Do", Signature: "secret" } }, "Action Signature"],
  [{ multiValueQueryStringParameters: { Action: ["Do"], b: ["c", "d"] } }, "Action b b"],
  [{ queryString: { Action: "Do", Signature: "secret" } }, "Action Signature"],
  [{ rawQueryString: "", queryStringParameters: null }, ""],
  [{ rawQueryString: 1, queryStringParameters: "text" }, ""],
])("of a query the names are read and no value: %j", (event, names) => {
  expect(
    readRequest(event)
      .query.map(({ name }) => name)
      .join(" "),
  ).toBe(names);
});

test("a value of a query that is no text says nothing that can be understood", () => {
  const event = { multiValueQueryStringParameters: { status: [1, null], up: "1" } };
  expect(readRequest(event).query).toEqual([
    { name: "status", outcome: "unclear" },
    { name: "status", outcome: "unclear" },
    { name: "up", outcome: "succeeded" },
  ]);
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
    prefixes: [],
    outerHost: "",
    client: "",
    outerPath: "",
    headers: {},
    query: [],
    body: "",
    multiValueHeaders: false,
  });
});
