import type { ErrorCode } from "../../heartbeat/error-table.ts";
import type { RelayError } from "../../heartbeat/relay-error.ts";
import { ApiError } from "./api-error.ts";

/**
 * Tencent's nearest code for each of ours, where CLS itself has given none. Tencent's consumers repeat a call at once
 * for `InternalError` only, so it is used only where another call may well succeed.
 */
export const nearestApiCodes: Readonly<Record<ErrorCode, string>> = {
  "malformed-body": "InvalidParameter",
  "invalid-heartbeat": "InvalidParameter",
  unauthorized: "AuthFailure.SecretIdNotFound",
  forbidden: "UnauthorizedOperation",
  "not-found": "InvalidRequest",
  "method-not-allowed": "UnsupportedProtocol",
  superseded: "OperationDenied",
  "consumer-claimed": "OperationDenied",
  "ambiguous-name": "InvalidParameter",
  "body-too-large": "RequestSizeLimitExceeded",
  "heartbeat-rejected": "InvalidParameter",
  "relay-refused": "UnauthorizedOperation",
  "relay-misconfigured": "FailedOperation",
  throttled: "RequestLimitExceeded",
  overloaded: "RequestLimitExceeded",
  "internal-error": "InternalError",
  "upstream-unreachable": "ServiceUnavailable",
  "upstream-malformed": "InternalError",
  "upstream-failed": "InternalError",
  "batch-incomplete": "FailedOperation",
  "relay-busy": "ServiceUnavailable",
  "not-alive": "ServiceUnavailable",
  "ledger-unavailable": "ServiceUnavailable",
  "upstream-unavailable": "ServiceUnavailable",
  "deadline-exceeded": "FailedOperation.Timeout",
  "not-attempted": "FailedOperation.Timeout",
};

/** Tencent's code for an error: what CLS said as it said it, else the nearest documented one. */
export function toApiCode(error: RelayError): string {
  if (error.upstream) return error.upstream.code;
  return error instanceof ApiError ? error.apiCode : nearestApiCodes[error.code];
}
