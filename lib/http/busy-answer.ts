import { RelayError } from "../heartbeat/relay-error.ts";
import { apiErrorAnswer } from "./drop-in/api-answer.ts";
import { isApiRequest } from "./drop-in/dialect.ts";
import { type HttpAnswer, withHeaders } from "./http-answer.ts";
import { problemAnswer } from "./problem-answer.ts";
import { readRequest } from "./request.ts";

export type BusyOptions = {
  readonly requestId: string;
  readonly basePath: string;
  readonly random: () => number;
};

/** Most seconds that a caller is told to wait: those who came at one moment return spread over this time. */
const mostSeconds = 5;

/**
 * What a host answers that serves as many requests as it may, before it reads the body of one more. One of Tencent's
 * SDKs would repeat its call at once after an answer that is not in the form of the API.
 */
export function busyAnswer(event: unknown, options: BusyOptions): HttpAnswer {
  const { requestId, basePath, random } = options;
  const headers = { "Retry-After": String(1 + Math.floor(random() * mostSeconds)) };
  const error = new RelayError("relay-busy", { headers });
  const answer = isApiRequest(readRequest(event))
    ? apiErrorAnswer(error, requestId)
    : problemAnswer(error, requestId, basePath);
  return withHeaders(answer, { "X-Request-Id": requestId }, false);
}
