import { writeRecord } from "../../observe/beat-record.ts";
import { toRelayError } from "../../heartbeat/relay-error.ts";
import { describeError, noteIfPossible } from "../../observe/logger.ts";
import type { Services } from "../../app/services.ts";
import type { Exchange, ExchangeMiddleware } from "../endpoint.ts";

/**
 * Writes the one line and the metrics of a beat. A request that is not a beat, by its path or method, is not counted,
 * but logged when it is refused; a health check is neither.
 */
export function recordBeat(services: Pick<Services, "log" | "recorder">): ExchangeMiddleware {
  return {
    after: function recordSuccess({ event }) {
      if (event.record.report) writeRecord(services, event.record);
    },
    onError: function recordFailure({ event, error }) {
      const relayError = toRelayError(error);
      const { code, cause } = relayError;
      const { requestId, invocationId, client, key } = event.record;
      if (code !== "method-not-allowed" && isBeat(event)) {
        writeRecord(services, event.record, relayError);
        return;
      }
      const thrown = code === "internal-error" ? { thrown: describeError(cause) } : {};
      const line = { requestId, invocationId, client, key, outcome: code, ...thrown };
      noteIfPossible(() => {
        services.log.warn("request refused", line);
      });
    },
  };
}

function isBeat({ endpoint, request }: Exchange): boolean {
  return endpoint.beats && request.method !== "HEAD";
}
