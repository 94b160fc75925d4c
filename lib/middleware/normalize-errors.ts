import { toRelayError } from "../errors.ts";
import { problemAnswer } from "../http/answer.ts";
import type { ExchangeMiddleware } from "./exchange.ts";

/** Answers every throw with a problem; the outer hooks then log it and finish the answer. */
export function normalizeErrors(): ExchangeMiddleware {
  return {
    onError: function normalizeError(middy) {
      middy.response = problemAnswer(toRelayError(middy.error), middy.event.requestId);
    },
  };
}
