import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { canonicalRequest, type Tc3Options, type Tc3Request, verifyTc3 } from "../tc3.ts";
import {
  authorizationOf,
  codeOf,
  EXPIRE,
  flip,
  optionsOf,
  requestOf,
  SIGNATURE,
  signWithVectorKey,
  vector,
} from "./tc3-vector.ts";

const sha256Hex = (text: string) => createHash("sha256").update(text).digest("hex");

describe("Tencent's published vector", () => {
  test("verifies", () => {
    expect(verifyTc3(requestOf(), optionsOf())).toEqual({ ok: true, secretId: vector.secretId });
  });

  test("verifies from a buffer, and with spaces around a header's value", () => {
    const request = requestOf({ "content-type": `  ${vector.contentType} ` });
    expect(codeOf({ ...request, body: Buffer.from(vector.payload) })).toBe("ok");
  });

  test("has the published hashes of payload and canonical request", () => {
    const canonical = canonicalRequest(requestOf(), vector.signedHeaders.split(";"));
    expect(sha256Hex(vector.payload)).toBe(vector.payloadSha256);
    expect(canonical.endsWith(vector.payloadSha256)).toBe(true);
    expect(sha256Hex(canonical)).toBe(vector.canonicalRequestSha256);
  });

  test("is what signTc3 makes", () => {
    const names = vector.signedHeaders.split(";");
    expect(signWithVectorKey(requestOf(), names)).toBe(authorizationOf());
  });
});

describe("one flipped byte is refused", () => {
  test.each<[string, Tc3Request, Tc3Options, string]>([
    ["in the body", requestOf({}, vector.payload.replace("1", "2")), optionsOf(), SIGNATURE],
    ["in the host sent", requestOf({ host: flip(vector.host) }), optionsOf(), SIGNATURE],
    [
      "in the host sent and expected",
      requestOf({ host: flip(vector.host) }),
      optionsOf({ host: flip(vector.host) }),
      SIGNATURE,
    ],
    [
      "in the date",
      requestOf({ authorization: authorizationOf({ date: "2019-02-24" }) }),
      optionsOf(),
      EXPIRE,
    ],
    [
      "in the timestamp",
      requestOf({ "x-tc-timestamp": String(vector.timestamp + 1) }),
      optionsOf(),
      SIGNATURE,
    ],
    [
      "in the key",
      requestOf(),
      optionsOf({ secretKeyOf: () => flip(vector.secretKey) }),
      SIGNATURE,
    ],
    [
      "in a signed header",
      requestOf({ "content-type": flip(vector.contentType) }),
      optionsOf(),
      SIGNATURE,
    ],
    [
      "in the signature",
      requestOf({ authorization: authorizationOf({ signature: flip(vector.signature) }) }),
      optionsOf(),
      SIGNATURE,
    ],
    ["in the method", { ...requestOf(), method: "PUT" }, optionsOf(), SIGNATURE],
    ["in the path", { ...requestOf(), path: "/a" }, optionsOf(), SIGNATURE],
    ["in the query", { ...requestOf(), path: "/?a" }, optionsOf(), SIGNATURE],
  ])("%s", (_where, request, options, code) => {
    expect(codeOf(request, options)).toBe(code);
  });
});
