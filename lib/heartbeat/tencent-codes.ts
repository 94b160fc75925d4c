import type { ErrorCode } from "./error-table.ts";

/** Tencent's code, or the family before its dot, to ours. */
const tencentCodes: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ["InvalidParameter", "heartbeat-rejected"],
  ["InvalidParameterValue", "heartbeat-rejected"],
  ["MissingParameter", "heartbeat-rejected"],
  ["UnknownParameter", "heartbeat-rejected"],
  ["UnsupportedOperation", "heartbeat-rejected"],
  ["InvalidRequest", "heartbeat-rejected"],
  ["RequestSizeLimitExceeded", "heartbeat-rejected"],
  ["ResourceNotFound", "heartbeat-rejected"],
  ["AuthFailure", "relay-refused"],
  ["UnauthorizedOperation", "relay-refused"],
  ["OperationDenied", "relay-refused"],
  ["LimitExceeded", "relay-refused"],
  ["IpInBlacklist", "relay-refused"],
  ["IpNotInWhitelist", "relay-refused"],
  ["UnsupportedRegion", "relay-refused"],
  ["UnsupportedProtocol", "relay-refused"],
  ["NoSuchProduct", "relay-refused"],
  ["NoSuchVersion", "relay-refused"],
  ["InvalidAction", "relay-refused"],
  ["ActionOffline", "relay-refused"],
  ["DryRunOperation", "relay-refused"],
  ["RequestLimitExceeded", "throttled"],
  ["InternalError", "upstream-failed"],
  ["FailedOperation", "upstream-failed"],
  ["ResponseSizeLimitExceeded", "upstream-failed"],
  ["ServiceUnavailable", "upstream-unavailable"],
  ["ResourceUnavailable", "upstream-unavailable"],
  ["ResourceInsufficient", "upstream-unavailable"],
  ["ResourceInUse", "upstream-unavailable"],
]);

/** Exact code, then the family before the dot, then the default: a failure of CLS that may pass. */
export function fromTencentCode(code: string): ErrorCode {
  const [family = code] = code.split(".");
  // A family without a dot: Tencent documents NoSuchProduct and NoSuchVersion.
  const byPrefix = code.startsWith("NoSuch") ? "relay-refused" : "upstream-failed";
  return tencentCodes.get(code) ?? tencentCodes.get(family) ?? byPrefix;
}
