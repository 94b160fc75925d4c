import { writeRecord } from "../beat-record.ts";
import { toRelayError } from "../errors.ts";
import type { Services } from "../services.ts";
import type { ExchangeMiddleware } from "./exchange.ts";

/**
 * Writes the one line and the metrics of a request to a beat route. What has another path or method is no
 * beat and counts as none, though it leaves a line; a health check leaves nothing.
 */
export function recordBeat(services: Pick<Services, "log" | "recorder">): ExchangeMiddleware {
  return {
    after: function recordSuccess({ event }) {
      if (event.heartbeat) writeRecord(services, event.record);
    },
    onError: function recordFailure({ event, error }) {
      const relayError = toRelayError(error);
      if (event.route) writeRecord(services, event.record, relayError);
      else {
        const { requestId, invocationId } = event.record;
        const outcome = relayError.code;
        services.log.warn("request refused", { requestId, invocationId, outcome });
      }
    },
  };
}
