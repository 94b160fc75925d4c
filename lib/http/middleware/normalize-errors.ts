import { toRelayError } from "../../heartbeat/relay-error.ts";
import { problemAnswer } from "../problem-answer.ts";
import type { ExchangeMiddleware } from "../endpoint.ts";

/** Answers every error in the form of its endpoint; the outer hooks then log it and finish the answer. */
export function normalizeErrors(): ExchangeMiddleware {
  return {
    onError: function normalizeError(middy) {
      const { endpoint, requestId, basePath } = middy.event;
      const error = toRelayError(middy.error);
      middy.response =
        endpoint.problem?.(error, middy.event) ?? problemAnswer(error, requestId, basePath);
    },
  };
}
