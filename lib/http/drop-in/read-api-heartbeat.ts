import type { Fault } from "../../heartbeat/relay-error.ts";
import { withFaults } from "../../heartbeat/faults.ts";
import { type Json, toRepeatedFaults } from "../../heartbeat/parse-json.ts";
import type { Heartbeat } from "../../heartbeat/heartbeat.ts";
import { readJson } from "../body.ts";
import type { HttpRequest } from "../request.ts";
import { parseHeartbeat } from "../../heartbeat/parse-heartbeat.ts";
import { isObject } from "../../base/unknown-object.ts";
import { ApiError } from "./api-error.ts";
import { oldWay } from "./dialect.ts";

/**
 * The heartbeat in a request as Tencent's SDKs make it, checked in the order in which Tencent's gateway
 * checks. The signature, the token and the language are not read.
 *
 * @param region the relay's own: CLS counts and leases by region, and the relay reaches one
 * @throws ApiError with Tencent's code; RelayError `malformed-body`, `body-too-large`
 */
export function readApiHeartbeat(request: HttpRequest, region: string): Heartbeat {
  const wrongWay = oldWay(request);
  if (wrongWay) throw wrongWay;
  const { headers } = request;
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
  return readBody(readJson(request, { example }));
}

const example =
  'a JSON object such as {"ConsumerGroup":"orders","Consumer":"orders-1","LogsetId":"<logsetId>","TopicPartitionsInfo":[{"TopicID":"<topicId>","Partitions":[]}]}';

function readBody(json: Json | undefined): Heartbeat {
  const { value, repeated = [] } = json ?? {};
  if (!isObject(value)) {
    const message = `The body must be ${example}`;
    throw new ApiError("InvalidParameter", [{ path: "", message }]);
  }
  // One of Tencent's names makes `parseHeartbeat` check Tencent's shape, even for an empty body.
  const heartbeat = { ConsumerGroup: undefined, ...withPartitions(value) };
  const parsed = withFaults(parseHeartbeat(heartbeat), toRepeatedFaults(repeated));
  if (parsed.ok) return parsed.value;
  // Only Tencent's spelling is accepted here, so a fault about mixed spellings would not help.
  throw toApiError(parsed.faults.filter(({ path }) => path !== ""));
}

/** SDKs leave out a list that is empty, or write null for it. */
function withPartitions(body: Record<string, unknown>): Record<string, unknown> {
  const { TopicPartitionsInfo: info } = body;
  if (!Array.isArray(info)) return body;
  const filled = info.map((entry: unknown) =>
    isObject(entry) ? { ...entry, Partitions: entry["Partitions"] ?? [] } : entry,
  );
  return { ...body, TopicPartitionsInfo: filled };
}

/** Tencent has a code for a name that it does not know, one for what is missing, and one for the rest. */
function toApiError(faults: readonly Fault[]): ApiError {
  const kinds = new Set(faults.map(({ kind }) => kind));
  if (kinds.has("unknown-field")) return new ApiError("UnknownParameter", faults);
  return new ApiError(kinds.has("missing") ? "MissingParameter" : "InvalidParameter", faults);
}
