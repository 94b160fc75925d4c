import { allowsHeartbeat } from "../../config/access.ts";
import { apiErrorAnswer, renewedApiAnswer, toApiError } from "../drop-in/api-answer.ts";
import { apiKey } from "../drop-in/api-key.ts";
import { isApiRequest, oldWay } from "../drop-in/dialect.ts";
import { readApiHeartbeat } from "../drop-in/read-api-heartbeat.ts";
import { RelayError } from "../../heartbeat/relay-error.ts";
import { problemAnswer } from "../problem-answer.ts";
import type { Endpoint } from "../endpoint.ts";
import { withHeaders } from "../http-answer.ts";
import { contestedHeader } from "../renewed-answer.ts";
import type { Services } from "../../app/services.ts";
import { landing } from "./landing.ts";
import { requireRaw } from "./body.ts";
import { sendHeartbeat } from "./send-heartbeat.ts";

/**
 * Answers Tencent's SDKs as Tencent's endpoint does, so that a program needs to change its endpoint only.
 * Any other caller gets `not-found`, as a problem like everywhere else.
 *
 * @see docs/api.md, "A program on one of Tencent's SDKs"
 * @throws RelayError, answered as `Response.Error`: `invalid-heartbeat`, `malformed-body`, `body-too-large`,
 * `forbidden`, and every error that a heartbeat can end with
 */
export function createDropInEndpoint(services: Services): Endpoint {
  return {
    methods: ["POST"],
    key: apiKey,
    beats: true,
    async answer(exchange, context) {
      const { key, record, request, requestId } = exchange;
      if (!isApiRequest(request)) throw new RelayError("not-found");
      const { upstream, faults } = services.config;
      if (upstream === undefined) throw new RelayError("relay-misconfigured", { cause: faults });
      const heartbeat = readApiHeartbeat(request, upstream.region);
      record.heartbeat = heartbeat;
      requireRaw(key);
      if (!allowsHeartbeat(key, heartbeat)) throw new RelayError("forbidden");
      const renewal = await sendHeartbeat(services, exchange, heartbeat, context);
      const answer = renewedApiAnswer(heartbeat, renewal.assignment, requestId);
      return withHeaders(answer, contestedHeader(renewal), false);
    },
    insteadFor: (request) =>
      request.method === "GET" && !isApiRequest(request) ? landing : undefined,
    problem(error, { request, requestId, basePath }) {
      // With Tencent's Response as well: one of their consumers that finds no Response retries at once, without end.
      if (!isApiRequest(request)) {
        return problemAnswer(error, requestId, basePath, toApiError(error, requestId));
      }
      // The key of an old signature is not read, so "no key" would mislead.
      return apiErrorAnswer(oldWay(request) ?? error, requestId);
    },
  };
}
