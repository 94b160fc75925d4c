import { describe, expect, test } from "@jest/globals";
import type { Tc3Request } from "../tc3.ts";
import {
  AUTHORIZATION,
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

describe("what Tencent's codes tell apart", () => {
  test.each<[string, Tc3Request["headers"], string]>([
    ["no Authorization", { authorization: undefined }, AUTHORIZATION],
    ["another scheme", { authorization: "Bearer abc" }, AUTHORIZATION],
    ["a short signature", { authorization: authorizationOf({ signature: "72e4" }) }, AUTHORIZATION],
    [
      "host not signed",
      { authorization: authorizationOf({ signedHeaders: "content-type" }) },
      AUTHORIZATION,
    ],
    [
      "content type not signed",
      { authorization: authorizationOf({ signedHeaders: "host" }) },
      AUTHORIZATION,
    ],
    ["no timestamp", { "x-tc-timestamp": undefined }, AUTHORIZATION],
    ["a timestamp in words", { "x-tc-timestamp": "now" }, AUTHORIZATION],
    [
      "an unknown id",
      { authorization: authorizationOf({ secretId: flip(vector.secretId) }) },
      "AuthFailure.SecretIdNotFound",
    ],
    ["another service", { authorization: authorizationOf({ service: "cls" }) }, SIGNATURE],
    ["a port in the host", { host: `${vector.host}:443` }, SIGNATURE],
    [
      "signed headers reordered",
      { authorization: authorizationOf({ signedHeaders: "host;content-type" }) },
      SIGNATURE,
    ],
  ])("%s", (_what, headers, code) => {
    expect(codeOf(requestOf(headers))).toBe(code);
  });

  test.each([
    [-300_000, "ok"],
    [300_000, "ok"],
    [-300_001, EXPIRE],
    [300_001, EXPIRE],
  ])("a clock off by %d ms: %s", (skewMs, code) => {
    expect(codeOf(requestOf(), optionsOf({ nowMs: vector.timestamp * 1000 + skewMs }))).toBe(code);
  });

  test("a signature of another service is refused although it is right for that service", () => {
    expect(codeOf(requestOf(), optionsOf({ service: "cls" }))).toBe(SIGNATURE);
  });

  test("a rightly signed host with a port is refused when the given host has none", () => {
    const request = requestOf({ host: "127.0.0.1:9010" });
    const authorization = signWithVectorKey(request, ["content-type", "host"]);
    const signed = requestOf({ host: "127.0.0.1:9010", authorization });
    expect(codeOf(signed, optionsOf({ host: "127.0.0.1:9010" }))).toBe("ok");
    expect(codeOf(signed)).toBe(SIGNATURE);
  });

  test("more headers may be signed than the two that must be", () => {
    const action = { "x-tc-action": "DescribeInstances" };
    const names = ["content-type", "host", "x-tc-action"];
    const authorization = signWithVectorKey(requestOf(action), names);
    expect(codeOf(requestOf({ ...action, authorization }))).toBe("ok");
    expect(codeOf(requestOf({ "x-tc-action": "Other", authorization }))).toBe(SIGNATURE);
  });
});
