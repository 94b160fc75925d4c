import { toRelayError } from "../errors.ts";
import type { Services } from "../services.ts";
import type { ExchangeMiddleware } from "./exchange.ts";

/** Writes the one line and the metrics of a request to a beat route; a health check leaves none. */
export function recordBeat({ recorder }: Pick<Services, "recorder">): ExchangeMiddleware {
  return {
    after: function recordSuccess({ event }) {
      if (event.heartbeat) recorder.write(event.record);
    },
    onError: function recordFailure({ event, error }) {
      recorder.write(event.record, toRelayError(error));
    },
  };
}
