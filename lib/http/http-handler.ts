import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { type HttpAnswer, withHeaders } from "./http-answer.ts";
import { isPlainId } from "./headers.ts";
import { createRouter, routeRequest } from "./router.ts";
import { createRoutes } from "./routes.ts";
import { authenticate } from "./middleware/authenticate.ts";
import { type Exchange, nowhere } from "./endpoint.ts";
import { openExchange } from "./exchange.ts";
import { normalizeErrors } from "./middleware/normalize-errors.ts";
import { recordBeat } from "./middleware/record-beat.ts";
import type { Services } from "../app/services.ts";
import { invocationIdOf } from "../relay/relay.ts";

/** A handler of HTTP events, of all fronts of Lambda and of SCF. */
export type HttpHandler = (event: unknown, context: Context) => Promise<HttpAnswer>;

/**
 * All HTTP routes, or some. A request passes the stack from top to bottom; on the way out the hooks above run last, so that
 * an error thrown anywhere below is answered, then recorded. Every answer carries its `X-Request-Id`, in the form
 * that the front reads.
 */
export function createHttpHandler(
  services: Services,
  routes = createRoutes(services),
): HttpHandler {
  const stack = middy<Exchange, HttpAnswer>({ timeoutEarlyInMillis: 0 })
    .use(recordBeat(services))
    .use(normalizeErrors())
    .use(routeRequest(createRouter(routes), services.config.basePath))
    .use(authenticate(services))
    .handler(async (exchange, context) => exchange.endpoint.answer(exchange, context));
  return async (event, context) => {
    const hostsId = invocationIdOf(context);
    const invocationId = isPlainId(hostsId) ? hostsId : services.newRequestId();
    const exchange = openExchange(event, invocationId, nowhere, {
      settings: services.config.settings,
      ownSecrets: services.ownSecrets,
    });
    const { request, requestId } = exchange;
    const answer = await stack(exchange, context);
    return withHeaders(answer, { "X-Request-Id": requestId }, request.multiValueHeaders);
  };
}
