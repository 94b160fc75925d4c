import middy from "@middy/core";
import { expect, test } from "@jest/globals";
import { createContext } from "../../../../server/lambda-context.ts";
import { RelayError } from "../../../../lib/heartbeat/relay-error.ts";
import { type HttpAnswer, json } from "../../../../lib/http/http-answer.ts";
import { type Endpoint, type Exchange, nowhere } from "../../../../lib/http/endpoint.ts";
import { openExchange } from "../../../../lib/http/exchange.ts";
import { normalizeErrors } from "../../../../lib/http/middleware/normalize-errors.ts";

function answerOf(endpoint: Endpoint, thrown: Error): Promise<HttpAnswer> {
  const handler = middy<Exchange, HttpAnswer>()
    .use(normalizeErrors())
    .handler(async () => Promise.reject(thrown));
  return handler(
    { ...openExchange({}, "request-1", nowhere), endpoint },
    createContext("relay", 1000),
  );
}

test("an error is a problem unless its endpoint tells errors in its own way", async () => {
  const own: Endpoint = {
    ...nowhere,
    problem: ({ code }, { requestId }) => json(200, { code, requestId }),
  };
  const forbidden = new RelayError("forbidden");
  expect(await answerOf(nowhere, forbidden)).toMatchObject({ statusCode: 403 });
  expect(await answerOf(own, forbidden)).toMatchObject({
    statusCode: 200,
    body: '{"code":"forbidden","requestId":"request-1"}',
  });
});

test("what is no error of ours is one all the same", async () => {
  expect(await answerOf(nowhere, new Error("a secret"))).toMatchObject({ statusCode: 500 });
});
