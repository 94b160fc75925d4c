import { toRelayError } from "../errors.ts";
import type { Services } from "../services.ts";
import type { ExchangeMiddleware } from "./exchange.ts";

/**
 * Writes the one line and the metrics of a request to a beat route. What has another path or method is no
 * beat and counts as none, though it leaves a line; a health check leaves nothing.
 */
export function recordBeat({
  log,
  recorder,
}: Pick<Services, "log" | "recorder">): ExchangeMiddleware {
  return {
    after: function recordSuccess({ event }) {
      if (event.heartbeat) recorder.write(event.record);
    },
    onError: function recordFailure({ event, error }) {
      const relayError = toRelayError(error);
      if (event.route) recorder.write(event.record, relayError);
      else log.warn("request refused", { requestId: event.requestId, outcome: relayError.code });
    },
  };
}
