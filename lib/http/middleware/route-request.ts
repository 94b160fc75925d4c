import { methodNotAllowed } from "../endpoint.ts";
import type { Router } from "../router.ts";
import type { ExchangeMiddleware } from "../exchange.ts";

/**
 * Finds what answers at the path.
 *
 * @throws RelayError `method-not-allowed` with `Allow`: a GET must never join a group
 */
export function routeRequest(route: Router): ExchangeMiddleware {
  return {
    before: function routeRequestBefore({ event }) {
      const { method, path, stage } = event.request;
      event.endpoint = route(path, stage);
      const { methods, judgedMethods = [] } = event.endpoint;
      if (methods === undefined || [...methods, ...judgedMethods].includes(method)) return;
      throw methodNotAllowed(methods);
    },
  };
}
