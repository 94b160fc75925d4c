import { expect, test } from "@jest/globals";
import { isApiRequest, oldWay } from "../../../../lib/http/drop-in/dialect.ts";
import { readRequest } from "../../../../lib/http/request.ts";
import { httpApiEvent, type TestRequest } from "../../../support/events.ts";

const read = (request: TestRequest, query = "") =>
  readRequest({ ...httpApiEvent(request), rawQueryString: query });
const action = { "X-TC-Action": "Anything" };
const form = "Consumer=a&Action=SendConsumerHeartbeat&SignatureMethod=HmacSHA1";

test.each([
  ["an action in a header", read({ headers: action })],
  ["an action by GET", read({ method: "GET", headers: action })],
  ["a new signature without an action", read({ headers: { authorization: "TC3-HMAC-SHA256 x" } })],
  ["an action in the query", read({ method: "GET" }, "Nonce=1&Action=SendConsumerHeartbeat")],
  ["an action in a form", read({ body: form })],
  ["an action in a form that comes in base64", { ...read({}), body: Buffer.from(form) }],
])("%s is an SDK's", (_name, request) => {
  expect(isApiRequest(request)).toBe(true);
});

test.each([
  ["nothing", read({})],
  ["a browser", read({ method: "GET", headers: { accept: "text/html" } })],
  ["a heartbeat that lost its path", read({ body: '{"consumer":"a","topics":["&Action=b"]}' })],
  ["a key", read({ headers: { authorization: "Bearer TC3-HMAC-SHA256" } })],
  ["another query", read({ method: "GET" }, "action=a&Reaction=b&ActionOf=c")],
  ["another form", read({ body: "Reaction=b&action=a" })],
  ["a HEAD", read({ method: "HEAD", headers: action }, "Action=SendConsumerHeartbeat")],
  ["a PUT", read({ method: "PUT", headers: action }, "Action=SendConsumerHeartbeat")],
  ["a DELETE", read({ method: "DELETE", headers: action, body: form })],
])("%s is no SDK's", (_name, request) => {
  expect(isApiRequest(request)).toBe(false);
});

test("a POST with its action in a header is the way", () => {
  expect(oldWay(read({ headers: action }))).toBeUndefined();
});

test.each([
  ["GET", read({ method: "GET", headers: action })],
  ["a form", read({ body: form })],
])("%s is told of the way that loses nothing", (_name, request) => {
  const error = oldWay(request);
  expect(error?.apiCode).toBe("UnsupportedProtocol");
  expect(error?.detail).toMatch(
    /^Send the heartbeat by POST, signed with TC3-HMAC-SHA256 .*yet\.$/,
  );
});
