import { afterEach, describe, expect, test } from "@jest/globals";
import { createCredentials } from "../credentials.ts";
import type { Call } from "./cls-client.ts";
import { createHandClock } from "./hand-clock.ts";
import { closeStarted, heartbeat, setUp } from "./set-up.ts";

afterEach(closeStarted);

describe("a refusal", () => {
  const stranger = createCredentials();

  test.each<[cause: string, code: string, overrides: Partial<Call>]>([
    ["another method than POST", "UnsupportedProtocol", { method: "PUT" }],
    ["another path", "InvalidRequest", { path: "/v1" }],
    ["a query", "InvalidRequest", { path: "/?Action=SendConsumerHeartbeat" }],
    ["a body over 10 MB", "RequestSizeLimitExceeded", { body: "x".repeat(10 * 1024 * 1024 + 1) }],
    ["no action", "InvalidAction", { headers: { "x-tc-action": undefined } }],
    ["an unknown action", "InvalidAction", { action: "toString" }],
    ["another version", "NoSuchVersion", { headers: { "x-tc-version": "2017-03-12" } }],
    ["no version", "NoSuchVersion", { headers: { "x-tc-version": undefined } }],
    ["no region", "MissingParameter", { headers: { "x-tc-region": undefined } }],
    ["an unknown region", "UnsupportedRegion", { headers: { "x-tc-region": "moon-1" } }],
    [
      "an unreadable Authorization",
      "AuthFailure.InvalidAuthorization",
      { unsigned: { authorization: "SKIP" } },
    ],
    ["an unknown id", "AuthFailure.SecretIdNotFound", { credential: stranger }],
    [
      "a clock 301 s behind",
      "AuthFailure.SignatureExpire",
      { nowMs: createHandClock().nowMs() - 301_000 },
    ],
    ["a signature for service 127", "AuthFailure.SignatureFailure", { service: "127" }],
    [
      "a signed host with a port",
      "AuthFailure.SignatureFailure",
      { headers: { host: "127.0.0.1:9010" } },
    ],
    [
      "a content type changed on the way",
      "AuthFailure.SignatureFailure",
      { unsigned: { "content-type": "text/plain" } },
    ],
    [
      "a token where the credential has none",
      "AuthFailure.TokenFailure",
      { unsigned: { "x-tc-token": "stray" } },
    ],
    ["a body that is not JSON", "InvalidParameter", { body: "{" }],
    ["a body that is a list", "InvalidParameter", { body: [] }],
    ["a topic without Partitions", "MissingParameter", { body: heartbeat("a", { TopicID: "t" }) }],
    ["an unknown parameter", "UnknownParameter", { body: { ...heartbeat("a"), Offset: 1 } }],
    [
      "a negative partition",
      "InvalidParameterValue",
      { body: heartbeat("a", { TopicID: "t", Partitions: [-1] }) },
    ],
    [
      "a topic that does not exist",
      "ResourceNotFound.TopicNotExist",
      { body: heartbeat("a", { TopicID: "u", Partitions: [] }) },
    ],
  ])(
    "for %s is %s, with status 200, message and request id, and joins nobody",
    async (_cause, code, overrides) => {
      const { call, emulator } = await setUp({
        regions: ["ap-guangzhou"],
        strict: true,
        topics: { t: 4 },
      });
      const reply = await call(overrides);
      expect(reply.status).toBe(200);
      expect(reply.response).toEqual({
        Error: { Code: code, Message: expect.stringMatching(/\.$/) },
        RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
      expect(emulator.groups.describe("l")).toEqual([]);
      expect(emulator.received.map((request) => request.code)).toEqual([code]);
    },
  );

  test("a key that is wrong by one letter is refused", async () => {
    const { call, credential } = await setUp();
    const secretKey = `-${credential.secretKey.slice(1)}`;
    const { code } = await call({ credential: { ...credential, secretKey } });
    expect(code).toBe("AuthFailure.SignatureFailure");
  });

  test.each([undefined, "other", ""])(
    "a credential with a token is refused with %j",
    async (token) => {
      const credential = { ...createCredentials(), token: "session" };
      const { call } = await setUp({ credentials: [credential] });
      const { code } = await call({ credential, headers: { "x-tc-token": token } });
      expect(code).toBe("AuthFailure.TokenFailure");
    },
  );
});

describe("the rate", () => {
  const statistics = async (calls: Promise<{ code: string | undefined }>[]) => {
    const codes = (await Promise.all(calls)).map(({ code }) => code ?? "ok");
    return { ok: codes.filter((code) => code === "ok").length, codes: [...new Set(codes)] };
  };

  test("is twenty a second, over which RequestLimitExceeded is answered", async () => {
    const { call, clock } = await setUp();
    const burst = () => statistics(Array.from({ length: 25 }, () => call()));
    expect(await burst()).toEqual({ ok: 20, codes: ["ok", "RequestLimitExceeded"] });
    clock.stepMs(1_000);
    expect((await burst()).ok).toBe(20);
  });

  test("counts each credential and each action apart", async () => {
    const other = createCredentials();
    const first = createCredentials();
    const { call } = await setUp({ credentials: [first, other], ratePerSecond: 1 });
    const describeGroups = { action: "DescribeConsumerGroups", body: { LogsetId: "l" } };
    expect((await call({ credential: first })).code).toBeUndefined();
    expect((await call({ credential: first })).code).toBe("RequestLimitExceeded");
    expect((await call({ credential: first, ...describeGroups })).code).toBeUndefined();
    expect((await call({ credential: other })).code).toBeUndefined();
  });

  test("does not count requests that were not authenticated", async () => {
    const { call } = await setUp({ ratePerSecond: 1 });
    await call({ service: "127" });
    expect((await call()).code).toBeUndefined();
  });

  test("zero switches it off", async () => {
    const { call } = await setUp({ ratePerSecond: 0 });
    expect((await statistics(Array.from({ length: 25 }, () => call()))).ok).toBe(25);
  });
});
