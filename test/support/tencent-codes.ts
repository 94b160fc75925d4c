import type { ErrorCode } from "../../lib/heartbeat/error-table.ts";
import fixture from "../fixtures/error-codes.json" with { type: "json" };

/** Every code of Tencent's documentation. */
export const documentedCodes: readonly string[] = fixture.map(({ code }) => code);

/** What Tencent's codes mean for a caller (docs/errors.md); a final * stands for every end. */
const families: readonly (readonly [ErrorCode, readonly string[]])[] = [
  [
    "heartbeat-rejected",
    [
      ...["InvalidParameter*", "InvalidParameterValue*", "MissingParameter", "UnknownParameter"],
      ...["UnsupportedOperation*", "InvalidRequest", "RequestSizeLimitExceeded"],
      ...["ResourceNotFound*"],
    ],
  ],
  [
    "relay-refused",
    [
      ...["AuthFailure*", "UnauthorizedOperation*", "OperationDenied*", "LimitExceeded*"],
      ...["IpInBlacklist", "IpNotInWhitelist", "UnsupportedRegion", "UnsupportedProtocol"],
      ...["NoSuch*", "InvalidAction", "ActionOffline", "DryRunOperation"],
    ],
  ],
  ["throttled", ["RequestLimitExceeded*"]],
  ["upstream-failed", ["InternalError*", "FailedOperation*", "ResponseSizeLimitExceeded"]],
  [
    "upstream-unavailable",
    ["ServiceUnavailable*", "ResourceUnavailable*", "ResourceInsufficient*", "ResourceInUse*"],
  ],
];

/** The row of a documented code; undefined for one that no row names. */
export function expectedFor(code: string): ErrorCode | undefined {
  const row = families.find(([, names]) =>
    names.some((name) => (name.endsWith("*") ? code.startsWith(name.slice(0, -1)) : code === name)),
  );
  return row?.[0];
}
