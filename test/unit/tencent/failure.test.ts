import { describe, expect, test } from "@jest/globals";
import sdk from "tencentcloud-sdk-nodejs/tencentcloud/common/exception/tencent_cloud_sdk_exception.js";
import { type Failure, toErrorCode, toFailure } from "../../../lib/tencent/failure.ts";

const sdkError = (message: string, fields: object = {}) =>
  Object.assign(new sdk.default(message, "request-1", "trace"), fields);

describe("what the SDK throws", () => {
  test.each([false, true])("a refusal of CLS, deadline passed %s", (deadlinePassed) => {
    expect(toFailure(sdkError("no topic", { code: "ResourceNotFound" }), deadlinePassed)).toEqual({
      kind: "rejected",
      upstream: { code: "ResourceNotFound", message: "no topic", requestId: "request-1" },
    });
  });

  test.each([
    [
      "a status",
      sdkError("Bad Gateway", { httpCode: 502 }),
      { kind: "malformed", httpStatus: 502 },
    ],
    ["a redirect", sdkError("Found", { httpCode: 302 }), { kind: "malformed", httpStatus: 302 }],
    ["a refusal without a code", sdkError("", { code: undefined }), { kind: "malformed" }],
    ["a refusal with an empty code", sdkError("", { code: "" }), { kind: "malformed" }],
    ["a refusal with a number for a code", sdkError("", { code: 7 }), { kind: "malformed" }],
    ["what is not HTTP", sdkError("Parse Error: Expected HTTP/"), { kind: "malformed" }],
    ["a body that is not JSON", new SyntaxError("Unexpected token <"), { kind: "malformed" }],
    [
      "a cut body",
      Object.assign(new Error("Premature close"), { code: "ERR_STREAM_PREMATURE_CLOSE" }),
      { kind: "malformed" },
    ],
    ["a body without Response", new TypeError("reading 'Error'"), { kind: "malformed" }],
    [
      "a refused connection",
      sdkError("request to https://cls.example/ failed, reason: connect ECONNREFUSED 127.0.0.1:9"),
      { kind: "unreachable", reason: "connect ECONNREFUSED 127.0.0.1:9" },
    ],
    [
      "a proxy's own words for a failed request",
      sdkError("proxy: request to https://cls.example/ failed, reason: refused"),
      {
        kind: "unreachable",
        reason: "proxy: request to https://cls.example/ failed, reason: refused",
      },
    ],
    [
      "a name that is not found",
      sdkError("getaddrinfo ENOTFOUND"),
      { kind: "unreachable", reason: "getaddrinfo ENOTFOUND" },
    ],
    [
      "a socket that hung up, at great length",
      sdkError("socket hang up".repeat(50)),
      { kind: "unreachable", reason: "socket hang up".repeat(50) },
    ],
    [
      "a kept connection that had died",
      sdkError("request to https://cls.example/ failed, reason: kept connection: read ECONNRESET"),
      {
        kind: "unreachable",
        reason: "kept connection: read ECONNRESET",
        keptConnection: true,
      },
    ],
    ["a message that is none", sdkError("", { message: 7 }), { kind: "unreachable", reason: "" }],
  ])("%s", (_name, thrown, failure) => {
    expect(toFailure(thrown, false)).toEqual(failure);
    expect(toFailure(thrown, true)).toEqual({ kind: "timeout" });
  });

  test("a refusal without a message still has its code", () => {
    const thrown = { code: "InternalError", traceId: null, requestId: 5 };
    expect(toFailure(thrown, false)).toEqual({
      kind: "rejected",
      upstream: { code: "InternalError", message: "", requestId: "" },
    });
  });

  test.each([[undefined], [null], ["text"], [7]])("%j is not an answer of the API", (thrown) => {
    expect(toFailure(thrown, false)).toEqual({ kind: "malformed" });
  });
});

test.each<[Failure, string]>([
  [
    { kind: "rejected", upstream: { code: "AuthFailure.x", message: "", requestId: "" } },
    "relay-refused",
  ],
  [{ kind: "malformed" }, "upstream-malformed"],
  [{ kind: "unreachable", reason: "" }, "upstream-unreachable"],
  [{ kind: "timeout" }, "deadline-exceeded"],
])("%j is the row %s", (failure, code) => {
  expect(toErrorCode(failure)).toBe(code);
});
