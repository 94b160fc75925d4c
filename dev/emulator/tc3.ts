import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** A request as it arrived: header names in lower case, as `node:http` gives them; `path` with its query string. */
export type Tc3Request = {
  method: string;
  path: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer | string;
};

export type Tc3Options = {
  secretKeyOf(secretId: string): string | undefined;
  service: string;
  host: string;
  nowMs: number;
  /** Largest distance between X-TC-Timestamp and now; Tencent's is five minutes. */
  maxSkewMs?: number;
};

export type Tc3Verdict =
  | { ok: true; secretId: string }
  | { ok: false; code: string; message: string };

const AUTHORIZATION =
  /^TC3-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{4}-\d{2}-\d{2})\/([^/,\s]+)\/tc3_request, ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/;
const MUST_BE_SIGNED = ["content-type", "host"];

const sha256Hex = (data: Buffer | string): string =>
  createHash("sha256").update(data).digest("hex");
const hmac = (key: Buffer | string, data: string): Buffer =>
  createHmac("sha256", key).update(data).digest();
const utcDate = (timestampSeconds: number): string =>
  new Date(timestampSeconds * 1000).toISOString().slice(0, 10);

/**
 * Checks a TC3-HMAC-SHA256 signature (Tencent Cloud, "Signature v3") against what arrived on the wire.
 *
 * Stricter than a gateway needs to be, so that a wrong signer is caught here: the service and the host must be exactly
 * the given ones, and content type and host must both be signed.
 */
export function verifyTc3(request: Tc3Request, options: Tc3Options): Tc3Verdict {
  const authorization = headerOf(request, "authorization");
  if (authorization === "") return invalid("The Authorization header is missing.");
  const [, secretId, date, service, names, signature] = AUTHORIZATION.exec(authorization) ?? [];
  if (!secretId || !date || !service || !names || !signature) {
    return invalid(
      "The Authorization header is malformed; expected TC3-HMAC-SHA256 Credential=<id>/<date>/<service>/tc3_request, SignedHeaders=<names>, Signature=<64 hex digits>.",
    );
  }

  const timestamp = headerOf(request, "x-tc-timestamp");
  if (!/^\d{1,10}$/.test(timestamp)) {
    return invalid("X-TC-Timestamp is missing or is not a time in whole seconds.");
  }
  const timestampSeconds = Number(timestamp);

  const signedHeaders = names.split(";");
  const unsigned = MUST_BE_SIGNED.filter((name) => !signedHeaders.includes(name));
  if (unsigned.length > 0) {
    return invalid(`SignedHeaders must also name ${unsigned.join(" and ")}.`);
  }

  const skewMs = Math.abs(options.nowMs - timestampSeconds * 1000);
  if (skewMs > (options.maxSkewMs ?? 300_000)) {
    return expired(
      `X-TC-Timestamp is ${Math.round(skewMs / 1000)} seconds away from the server's clock.`,
    );
  }
  if (date !== utcDate(timestampSeconds)) {
    return expired(`The credential's date ${date} is not the UTC date of X-TC-Timestamp.`);
  }

  const secretKey = options.secretKeyOf(secretId);
  if (secretKey === undefined) {
    return {
      ok: false,
      code: "AuthFailure.SecretIdNotFound",
      message: "The SecretId is not found.",
    };
  }
  if (service !== options.service) {
    return mismatch(`The request is signed for service ${service}, not ${options.service}.`);
  }
  if (headerOf(request, "host") !== options.host) {
    return mismatch(`The Host header must be exactly ${options.host}.`);
  }

  const expected = signatureOf({ ...request, secretKey, service, signedHeaders, timestampSeconds });
  if (!timingSafeEqual(Buffer.from(signature, "hex"), expected)) {
    return mismatch("The signature does not match the request and the key.");
  }
  return { ok: true, secretId };
}

export type Tc3Signing = Tc3Request & {
  secretId: string;
  secretKey: string;
  service: string;
  signedHeaders: readonly string[];
  timestampSeconds: number;
};

/** Signs a request and returns the value of its Authorization header. */
export function signTc3(signing: Tc3Signing): string {
  const scope = `${signing.secretId}/${utcDate(signing.timestampSeconds)}/${signing.service}/tc3_request`;
  const signature = signatureOf(signing).toString("hex");
  return `TC3-HMAC-SHA256 Credential=${scope}, SignedHeaders=${signing.signedHeaders.join(";")}, Signature=${signature}`;
}

const UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

/**
 * The text whose hash is signed: method, path, query, headers in the order signed, their names, the body's hash, for
 * which an SDK may put two words.
 */
export function canonicalRequest(request: Tc3Request, signedHeaders: readonly string[]): string {
  const [uri = "", query = ""] = request.path.split("?", 2);
  const headers = signedHeaders.map((name) => `${name.toLowerCase()}:${headerOf(request, name)}\n`);
  const isUnsigned = headerOf(request, "x-tc-content-sha256") === UNSIGNED_PAYLOAD;
  return [
    request.method,
    uri,
    query,
    headers.join(""),
    signedHeaders.join(";").toLowerCase(),
    sha256Hex(isUnsigned ? UNSIGNED_PAYLOAD : request.body),
  ].join("\n");
}

function signatureOf(signing: Omit<Tc3Signing, "secretId">): Buffer {
  const date = utcDate(signing.timestampSeconds);
  const stringToSign = [
    "TC3-HMAC-SHA256",
    String(signing.timestampSeconds),
    `${date}/${signing.service}/tc3_request`,
    sha256Hex(canonicalRequest(signing, signing.signedHeaders)),
  ].join("\n");
  const key = hmac(hmac(hmac(`TC3${signing.secretKey}`, date), signing.service), "tc3_request");
  return hmac(key, stringToSign);
}

function headerOf(request: Tc3Request, name: string): string {
  const value = request.headers[name.toLowerCase()] ?? "";
  return (typeof value === "string" ? value : value.join(", ")).trim();
}

function refused(code: string) {
  return (message: string): Tc3Verdict => ({ ok: false, code: `AuthFailure.${code}`, message });
}
const invalid = refused("InvalidAuthorization");
const expired = refused("SignatureExpire");
const mismatch = refused("SignatureFailure");
