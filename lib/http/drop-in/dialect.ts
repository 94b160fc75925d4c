import type { HttpRequest } from "../request.ts";
import { ApiError } from "./api-error.ts";

/**
 * Whether a request was made by one of Tencent's SDKs, in whichever way it signs: with the action in a header,
 * or, signed in one of the old ways, in the query or the form. No SDK uses another method than these two, and
 * whoever checks an address by HEAD must not read a 200 as a yes.
 */
export function isApiRequest({ method, headers, query, body }: HttpRequest): boolean {
  if (method !== "POST" && method !== "GET") return false;
  return (
    headers["x-tc-action"] !== undefined ||
    (headers["authorization"] ?? "").startsWith("TC3-HMAC-SHA256 ") ||
    query.some(({ name }) => name === "Action") ||
    /^(?:[^{[]*&)?Action=/.test(body.toString())
  );
}

/**
 * What is told to an SDK that uses GET or an old signature, undefined for the rest. Both lose a topic without
 * partitions on the way, which is how a consumer asks for some.
 */
export function oldWay(request: HttpRequest): ApiError | undefined {
  if (request.method === "POST" && request.headers["x-tc-action"] !== undefined) return undefined;
  const message =
    "Send the heartbeat by POST, signed with TC3-HMAC-SHA256 (SDK: reqMethod and signMethod). GET, " +
    "HmacSHA1 and HmacSHA256 lose topics that have no partitions yet";
  return new ApiError("UnsupportedProtocol", [{ path: "", message }]);
}
