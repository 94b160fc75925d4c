import { RelayError } from "../heartbeat/relay-error.ts";
import type { HttpAnswer } from "./http-answer.ts";
import { problemAnswer } from "./problem-answer.ts";

/** Most seconds that a caller is told to wait: those who came at one moment return spread over this time. */
const mostSeconds = 5;

/** What a host answers that serves as many requests as it may, before it reads one more. */
export function busyAnswer(requestId: string, basePath: string, random: () => number): HttpAnswer {
  const retryAfter = { "Retry-After": String(1 + Math.floor(random() * mostSeconds)) };
  const error = new RelayError("relay-busy", { headers: retryAfter });
  const answer = problemAnswer(error, requestId, basePath);
  return { ...answer, headers: { ...answer.headers, "X-Request-Id": requestId } };
}
