import type { Request } from "@middy/core";
import { type HttpAnswer, withHeaders } from "../answer.ts";
import type { Exchange, ExchangeMiddleware } from "../exchange.ts";

/** Gives every answer its `X-Request-Id`, in the form that the front reads. */
export function finishAnswer(): ExchangeMiddleware {
  return { after: finish, onError: finish };
}

function finish(middy: Request<Exchange, HttpAnswer>): void {
  const { request, requestId } = middy.event;
  const headers = { "X-Request-Id": requestId };
  if (middy.response) {
    middy.response = withHeaders(middy.response, headers, request.multiValueHeaders);
  }
}
