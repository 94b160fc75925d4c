import { readFileSync } from "node:fs";
import { signTc3, type Tc3Options, type Tc3Request, verifyTc3 } from "../tc3.ts";

export type Vector = {
  secretId: string;
  secretKey: string;
  method: string;
  path: string;
  service: string;
  host: string;
  contentType: string;
  signedHeaders: string;
  timestamp: number;
  date: string;
  payload: string;
  payloadSha256: string;
  canonicalRequestSha256: string;
  signature: string;
};

/** Tencent's published example of a TC3 signature. */
export const vector = JSON.parse(
  readFileSync(new URL("../../../test/fixtures/tc3-vector.json", import.meta.url), "utf8"),
) as Vector;

export const AUTHORIZATION = "AuthFailure.InvalidAuthorization";
export const EXPIRE = "AuthFailure.SignatureExpire";
export const SIGNATURE = "AuthFailure.SignatureFailure";

/** The text with its first letter changed. */
export const flip = (text: string): string => (text.startsWith("a") ? "b" : "a") + text.slice(1);

/** The vector's Authorization header, with parts of it changed. */
export function authorizationOf(parts: Partial<Vector> = {}): string {
  const { secretId, date, service, signedHeaders, signature } = { ...vector, ...parts };
  return `TC3-HMAC-SHA256 Credential=${secretId}/${date}/${service}/tc3_request, SignedHeaders=${signedHeaders}, Signature=${signature}`;
}

/** The vector's request, with headers or body changed and the signature left as it is. */
export function requestOf(headers: Tc3Request["headers"] = {}, body = vector.payload): Tc3Request {
  return {
    method: vector.method,
    path: vector.path,
    headers: {
      authorization: authorizationOf(),
      host: vector.host,
      "content-type": vector.contentType,
      "x-tc-timestamp": String(vector.timestamp),
      ...headers,
    },
    body,
  };
}

/** The Authorization header that the vector's key gives to a request. */
export function signWithVectorKey(request: Tc3Request, signedHeaders: readonly string[]): string {
  const { secretId, secretKey, service, timestamp: timestampSeconds } = vector;
  return signTc3({ ...request, secretId, secretKey, service, timestampSeconds, signedHeaders });
}

/** What a verifier must be told to find the vector good. */
export function optionsOf(options: Partial<Tc3Options> = {}): Tc3Options {
  return {
    secretKeyOf: (secretId) => (secretId === vector.secretId ? vector.secretKey : undefined),
    service: vector.service,
    host: vector.host,
    nowMs: vector.timestamp * 1000,
    ...options,
  };
}

export function codeOf(request: Tc3Request, options = optionsOf()): string {
  const verdict = verifyTc3(request, options);
  return verdict.ok ? "ok" : verdict.code;
}
