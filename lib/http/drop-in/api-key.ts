import { presentedKey } from "../headers.ts";
import { headerKey, type KeyRule, unauthorized } from "../key-rule.ts";

/**
 * The key as `X-Api-Key`, else as `Authorization: Bearer`, else as the SecretId with which an SDK signs, since
 * some SDKs can set nothing else. The signature is not checked: the key alone says who the caller is.
 *
 * @see docs/api.md, "A program on one of Tencent's SDKs"
 */
export const apiKey: KeyRule = {
  ...headerKey,
  presented: (headers) => presentedKey(headers) || secretIdIn(headers["authorization"]),
  refusal: (headers) => unauthorized(headers, detail),
};

const detail =
  "Give the client a key of this relay as its SecretId, or send it as 'X-Api-Key: <key>'.";

function secretIdIn(authorization = ""): string | undefined {
  const scope = /^TC3-HMAC-SHA256 +Credential=([^ \t]+?)\/\d{4}-\d\d-\d\d\/[^/\s]+\/tc3_request,/;
  return scope.exec(authorization)?.[1];
}
