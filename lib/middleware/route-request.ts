import { findRoute } from "../http/routes.ts";
import type { ExchangeMiddleware } from "./exchange.ts";

/** @throws RelayError `not-found` or `method-not-allowed` */
export function routeRequest(): ExchangeMiddleware {
  return {
    before: function routeRequestBefore({ event }) {
      const { method, path, stage } = event.request;
      event.route = findRoute(method, path, stage);
    },
  };
}
