import { expect, test } from "@jest/globals";
import { openExchange } from "../../../lib/http/exchange.ts";
import { nowhere } from "../../../lib/http/endpoint.ts";
import { httpApiEvent, type TestRequest } from "../../support/events.ts";

const idOf = (request: TestRequest) =>
  openExchange(httpApiEvent(request), "ours", nowhere).requestId;
const key = "hbr_0123456789abcdef";

test.each([
  ["its Bearer", { headers: { authorization: `Bearer ${key}`, "x-request-id": key } }],
  [
    "a piece of its Bearer",
    { headers: { authorization: `Bearer ${key}`, "x-request-id": "89abcdef" } },
  ],
  [
    "more than its Bearer",
    { headers: { authorization: `Bearer ${key}`, "x-request-id": `r-${key}` } },
  ],
  [
    "its SecretId",
    {
      headers: {
        authorization: `TC3-HMAC-SHA256 Credential=${key}/2026-11-24/cls/tc3_request, x`,
        "x-tc-traceid": `z${key}`,
      },
    },
  ],
  ["its token", { headers: { "x-tc-token": key, "x-request-id": key } }],
  [
    "the key of its hook, encoded",
    { path: `/v1/%68ooks/hbr%5F0123456789abcdef/orders-2`, headers: { "x-request-id": key } },
  ],
  [
    "the key of its hook, behind a stage called hooks,",
    { path: `/hooks/v1/hooks/${key}/orders-2`, headers: { "x-request-id": "89abcdef" } },
  ],
  ["its X-Api-Key", { headers: { "x-api-key": key, "x-request-id": key } }],
  ["the key of its hook", { path: `/v1/hooks/${key}/orders-2`, headers: { "x-request-id": key } }],
])("an id is not taken over from a caller that puts %s there", (_, request) => {
  expect(idOf(request)).toBe("ours");
});

test.each([
  ["of its own", { headers: { authorization: `Bearer ${key}`, "x-request-id": "orders-2.4711" } }],
  ["on a hook without a key", { path: "/v1/hooks", headers: { "x-request-id": "orders-2.4711" } }],
  ["that is short", { headers: { authorization: `Bearer ${key}`, "x-request-id": "cdef" } }],
  [
    "that names its alias",
    { path: `/v1/hooks/${key}/orders-2`, headers: { "x-request-id": "orders-2" } },
  ],
])("an id %s is taken over", (_, request) => {
  expect(idOf(request)).toBe(request.headers["x-request-id"]);
});
