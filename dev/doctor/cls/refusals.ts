import { fromTencentCode } from "../../../lib/heartbeat/tencent-codes.ts";
import type { Code } from "../codes.ts";
import type { Found } from "../finding.ts";
import type { CallFailed } from "./reader.ts";

/** Tencent's code, or the family before its dot, to what it says of the configuration. */
const byTencentCode: ReadonlyMap<string, Code> = new Map<string, Code>([
  ["AuthFailure.SecretIdNotFound", "secret-id-unknown"],
  ["AuthFailure.InvalidSecretId", "secret-id-unknown"],
  ["AuthFailure.SignatureFailure", "signature-refused"],
  ["AuthFailure.InvalidAuthorization", "signature-refused"],
  ["AuthFailure.TokenFailure", "token-refused"],
  ["AuthFailure.SignatureExpire", "clock-refused"],
  ["AuthFailure.UnauthorizedOperation", "permission-denied"],
  ["AuthFailure", "credentials-refused"],
  ["UnauthorizedOperation", "permission-denied"],
  ["OperationDenied", "account-blocked"],
  ["IpInBlacklist", "address-blocked"],
  ["IpNotInWhitelist", "address-blocked"],
  ["UnsupportedRegion", "region-refused"],
  ["UnsupportedOperation.UnsupportedRegion", "region-refused"],
  ["RequestLimitExceeded", "throttled"],
  ["ResourceNotFound.LogsetNotExist", "logset-missing"],
]);

/** A call that failed as a finding, with what CLS said. */
export function toFound({ action, failure }: CallFailed): Found {
  if (failure.kind !== "rejected") {
    return { code: "cls-unreachable", subject: action, detail: `It ended as ${failure.kind}.` };
  }
  const { code, message, requestId } = failure.upstream;
  const said = message === "" ? code : `${code}: ${message}`;
  return { code: toCode(code), subject: action, detail: `CLS says ${said} (request ${requestId})` };
}

function toCode(tencentCode: string): Code {
  const [family = tencentCode] = tencentCode.split(".");
  const known = byTencentCode.get(tencentCode) ?? byTencentCode.get(family);
  if (known !== undefined) return known;
  const ours = fromTencentCode(tencentCode);
  const failing = ours === "upstream-failed" || ours === "upstream-unavailable";
  return failing ? "cls-failing" : "cls-refused";
}
