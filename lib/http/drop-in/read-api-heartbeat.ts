import type { Fault } from "../../heartbeat/relay-error.ts";
import type { Heartbeat } from "../../heartbeat/heartbeat.ts";
import { readJson } from "../body.ts";
import type { HttpRequest } from "../request.ts";
import { parseHeartbeat } from "../../heartbeat/parse-heartbeat.ts";
import { isObject } from "../../base/unknown-object.ts";
import { ApiError } from "./api-error.ts";
import { oldWay } from "./dialect.ts";

/**
 * The heartbeat in a request as Tencent's SDKs make it, checked in the order in which Tencent's gateway
 * checks. Of the signature, the token and the language nothing is read.
 *
 * @param region the relay's own: CLS counts and leases by region, and the relay reaches one
 * @throws ApiError with Tencent's code; RelayError `malformed-body`, `body-too-large`
 */
export function readApiHeartbeat(request: HttpRequest, region: string): Heartbeat {
  const wrongWay = oldWay(request);
  if (wrongWay) throw wrongWay;
  const { headers, body } = request;
  if (headers["x-tc-action"] !== "SendConsumerHeartbeat") {
    const message = "must be SendConsumerHeartbeat; for other actions use a client of your own";
    throw new ApiError("InvalidAction", [{ path: "X-TC-Action", message }]);
  }
  if (headers["x-tc-version"] !== "2020-10-16") {
    throw new ApiError("NoSuchVersion", [{ path: "X-TC-Version", message: "must be 2020-10-16" }]);
  }
  const asked = headers["x-tc-region"];
  if (asked !== region) {
    const code = asked ? "UnsupportedRegion" : "MissingParameter";
    throw new ApiError(code, [{ path: "X-TC-Region", message: `must be the relay's, ${region}` }]);
  }
  return readBody(readJson(body));
}

function readBody(json: unknown): Heartbeat {
  if (!isObject(json)) {
    const message = "The body must be a JSON object, as Tencent's API describes it";
    throw new ApiError("InvalidParameter", [{ path: "", message }]);
  }
  // With a key of Tencent's in it, a body that has none is judged by Tencent's shape, too.
  const parsed = parseHeartbeat({ ConsumerGroup: undefined, ...json });
  if (parsed.ok) return parsed.value;
  // That two spellings are mixed means nothing here, where there is but one.
  throw toApiError(parsed.faults.filter(({ path }) => path !== ""));
}

/** Tencent has a code for a name that it does not know, one for what is missing, and one for the rest. */
function toApiError(faults: readonly Fault[]): ApiError {
  const says = (words: string) => faults.some(({ message }) => message.startsWith(words));
  if (says("is not a field")) return new ApiError("UnknownParameter", faults);
  return new ApiError(says("is missing") ? "MissingParameter" : "InvalidParameter", faults);
}
