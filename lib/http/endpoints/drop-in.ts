import { allowsHeartbeat } from "../../config/access.ts";
import { apiErrorAnswer, renewedApiAnswer, toApiError } from "../drop-in/api-answer.ts";
import { apiKey } from "../drop-in/api-key.ts";
import { isApiRequest, oldWay } from "../drop-in/dialect.ts";
import { readApiHeartbeat } from "../drop-in/read-api-heartbeat.ts";
import { RelayError } from "../../heartbeat/relay-error.ts";
import { problemAnswer } from "../answer.ts";
import type { Endpoint } from "../endpoint.ts";
import type { Services } from "../../app/services.ts";
import { landing } from "./landing.ts";
import { requireRaw } from "./body.ts";
import { sendHeartbeat } from "./send-heartbeat.ts";

/**
 * Answers Tencent's SDKs as Tencent's endpoint does, so that a program needs to change its endpoint only.
 * Whoever does not speak like one of them is told that there is nothing here, by a problem as elsewhere.
 *
 * @see issue 5, "Drop-in for Tencent's SDKs"
 * @throws RelayError, told as `Response.Error`: `invalid-heartbeat`, `malformed-body`, `body-too-large`,
 * `forbidden`, and whatever a heartbeat can end with
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
      const { assignment } = await sendHeartbeat(services, exchange, heartbeat, context);
      return renewedApiAnswer(heartbeat, assignment, requestId);
    },
    insteadFor: (request) =>
      request.method === "GET" && !isApiRequest(request) ? landing : undefined,
    problem(error, { request, requestId, basePath }) {
      // With Tencent's Response as well: a consumer of theirs that finds none tries again at once, for ever.
      if (!isApiRequest(request)) {
        return problemAnswer(error, requestId, basePath, toApiError(error, requestId));
      }
      // An old signature has its key where nobody looks; that it is not found there would mislead.
      return apiErrorAnswer(oldWay(request) ?? error, requestId);
    },
  };
}
