import type { HttpRequest } from "../request.ts";
import { ApiError } from "./api-error.ts";

/**
 * Whether a request was made by one of Tencent's SDKs, signed in any of their ways: with the action in a header,
 * or, with an old signature, in the query or the form. SDKs use these two methods only, and a caller that checks an
 * address by HEAD must not take a 200 for acceptance.
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
 * The error for an SDK that uses GET or an old signature; undefined for other requests. Both lose topics without
 * partitions, and with such a topic a consumer asks for partitions.
 */
export function oldWay(request: HttpRequest): ApiError | undefined {
  if (request.method === "POST" && request.headers["x-tc-action"] !== undefined) return undefined;
  const message =
    "Send the heartbeat by POST, signed with TC3-HMAC-SHA256 (SDK: reqMethod and signMethod). GET, " +
    "HmacSHA1 and HmacSHA256 lose topics that have no partitions yet";
  return new ApiError("UnsupportedProtocol", [{ path: "", message }]);
}
