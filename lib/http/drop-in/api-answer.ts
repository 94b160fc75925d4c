import type { RelayError } from "../../heartbeat/relay-error.ts";
import type { Assignment, Heartbeat } from "../../heartbeat/heartbeat.ts";
import { type HttpAnswer, json } from "../http-answer.ts";
import { toApiCode } from "./api-codes.ts";

/** The answer of Tencent's API to a heartbeat that CLS accepted, with Tencent's id of the request. */
export function renewedApiAnswer(
  { consumerGroup }: Heartbeat,
  { topics, requestId }: Assignment,
  traceId: string,
): HttpAnswer {
  const info = Array.from(topics, ([TopicID, Partitions]) => ({ TopicID, Partitions }));
  const response = {
    ConsumerGroup: consumerGroup,
    TopicPartitionsInfo: info,
    RequestId: requestId,
  };
  return apiAnswer({ Response: response }, traceId);
}

/**
 * An error in the form of Tencent's API. Its status is 200, the one exception to "never a 2xx without acceptance by
 * CLS": the refusal is in `Response.Error`, and of any other status Tencent's SDKs would show their callers the
 * status only. Only a caller that sends requests like one of these SDKs gets this answer.
 */
export function apiErrorAnswer(error: RelayError, requestId: string): HttpAnswer {
  return apiAnswer(toApiError(error, requestId), requestId);
}

/** The body of an error of Tencent's API. */
export function toApiError(error: RelayError, requestId: string) {
  const { upstream, detail } = error;
  const code = toApiCode(error);
  const told = upstream && upstream.requestId !== "" ? upstream.requestId : requestId;
  const message = upstream ? upstream.message : detail;
  return { Response: { Error: { Code: code, Message: message }, RequestId: told } };
}

/** The SDK for Python looks for errors only where the type is exactly this, without a charset. */
function apiAnswer(body: object, traceId: string): HttpAnswer {
  return json(200, body, { "X-TC-TraceId": traceId });
}
