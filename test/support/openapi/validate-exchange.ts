import type { HttpAnswer } from "../../../lib/http/http-answer.ts";
import { type HttpRequest, readRequest } from "../../../lib/http/request.ts";
import type { HttpHandler } from "../../../lib/http/http-handler.ts";
import { checkAnswer } from "./check-answer.ts";
import { checkRequest } from "./check-request.ts";
import { findPlace } from "./find-place.ts";

/**
 * Checks a request and its answer against the OpenAPI document. An accepted request must be valid by the document;
 * a refused one may be anything.
 *
 * @throws Error that says what the document and the exchange do not agree on
 */
export function validateExchange(request: HttpRequest, answer: HttpAnswer, basePath = ""): void {
  const place = findPlace(request, basePath);
  const { operation } = place ?? {};
  const faults = [
    ...checkAnswer(place, answer),
    ...(place && operation && isTaken(answer) ? checkRequest(place, operation, request) : []),
  ];
  if (faults.length === 0) return;
  const exchange = `${request.method} ${place?.path ?? "elsewhere"}, answered ${answer.statusCode}`;
  throw new Error(
    `${exchange}, is not as dev/openapi says: ${faults.join("; ")}. Fix that, then npm run openapi.`,
  );
}

/** Tencent's API tells errors with 200, too. */
function isTaken({ statusCode, body }: HttpAnswer): boolean {
  return statusCode < 300 && !body.startsWith('{"Response":{"Error":');
}

/** The same handler, each of whose exchanges is held to the document. */
export function documented(handler: HttpHandler, basePath = ""): HttpHandler {
  return async (event, context) => {
    const answer = await handler(event, context);
    validateExchange(readRequest(event), answer, basePath);
    return answer;
  };
}
