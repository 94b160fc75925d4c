import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { CommonClient } from "tencentcloud-sdk-nodejs/tencentcloud/common/common_client.js";
import type { ClientConfig } from "tencentcloud-sdk-nodejs/tencentcloud/common/interface.js";
import { Client } from "tencentcloud-sdk-nodejs/tencentcloud/services/cls/v20201016/cls_client.js";
import { createKey } from "../../dev/key/create-key.ts";
import { toFields } from "../../lib/base/unknown-object.ts";
import { createLoopbackAgent } from "../support/loopback-agent.ts";
import { startFront } from "../support/start-front.ts";
import {
  credentials,
  logsetId,
  startRelay,
  type TestRelay,
  topicId,
} from "../support/start-relay.ts";

const { key, sha256 } = createKey();
/** Long, and like nothing else that may be seen. */
const unique = (name: string) => `${name}-${randomUUID()}`;
const asKey = { secretId: key, secretKey: "nobody-looks-at-this" };
const emptyBody = {
  ConsumerGroup: "orders",
  Consumer: "sdk_1",
  LogsetId: logsetId,
  TopicPartitionsInfo: [{ TopicID: topicId, Partitions: [] }],
};

let relay: TestRelay;
/** What CLS is to refuse every call with; undefined where it grants them. */
let refusal: string | undefined;
let port = 0;
beforeAll(async () => {
  relay = await startRelay({
    env: { RELAY_AUTH: "" },
    file: { keys: [{ name: "sdk", sha256 }] },
    emulator: {
      intercept({ headers }, response) {
        if (refusal === undefined) return false;
        const traceId = headers["x-tc-traceid"] ?? "";
        response.writeHead(200, { "Content-Type": "application/json", "X-TC-TraceId": traceId });
        const Error = { Code: refusal, Message: "Words of CLS." };
        response.end(JSON.stringify({ Response: { Error, RequestId: randomUUID() } }));
        return true;
      },
    },
  });
  port = await startFront(relay);
});

/** The program's own configuration, of which only where it connects and who it is may change. */
function configure(
  credential: ClientConfig["credential"],
  atPort: number,
  more: ClientConfig["profile"] = {},
): ClientConfig {
  const httpProfile = {
    endpoint: "cls.intl.tencentcloudapi.com",
    protocol: "http://",
    agent: createLoopbackAgent(atPort),
    headers: { "X-TC-TraceId": "the-program" },
    ...more.httpProfile,
  };
  return { credential, region: "ap-guangzhou", profile: { ...more, httpProfile } };
}

/** All that a program can see of a call. */
async function observe(calling: Promise<unknown>): Promise<unknown> {
  try {
    return { answered: withoutId(await calling) };
  } catch (thrown) {
    const { name, message } = thrown instanceof Error ? thrown : { name: "", message: "" };
    return { thrown: withoutId({ ...toFields(thrown), name, message }) };
  }
}

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
function withoutId(seen: unknown): unknown {
  const text = JSON.stringify(seen, (name, value: unknown) => {
    const isId = name.toLowerCase() === "requestid" && typeof value === "string" && id.test(value);
    return isId ? "an id" : value;
  });
  return JSON.parse(text) as unknown;
}

const refusals = [undefined, "ResourceNotFound.TopicNotExist", "RequestLimitExceeded"];

/** A program that uses the SDK in both of its ways: what it saw, call by call. */
async function runProgram(config: ClientConfig): Promise<unknown[]> {
  const typed = new Client(config);
  const generic = new CommonClient("cls.intl.tencentcloudapi.com", "2020-10-16", config);
  const nextBody = {
    ...emptyBody,
    TopicPartitionsInfo: [{ TopicID: topicId, Partitions: [1, 2, 3, 4] }],
    PartitionStrategy: 2,
  };
  const seen: unknown[] = [];
  for (refusal of refusals) {
    seen.push(await observe(typed.SendConsumerHeartbeat(emptyBody)));
    seen.push(await observe(call(generic, nextBody)));
  }
  refusal = undefined;
  return seen;
}

/** The SDK promises anything. */
const call = (client: CommonClient, body: object, options: object = {}) =>
  client.request("SendConsumerHeartbeat", body, options) as Promise<unknown>;

test("a program on the unmodified SDK cannot tell the relay from CLS but for the endpoint", async () => {
  const atCls = await runProgram(configure(credentials, relay.emulator.port));
  const atRelay = await runProgram(configure(asKey, port));
  expect(atRelay).toEqual(atCls);
  expect(atCls).toHaveLength(6);
  const shown = JSON.stringify(atCls);
  for (const sign of [
    ...refusals.slice(1),
    "Words of CLS.",
    "an id",
    "the-program",
    '"Partitions":[1,2,3,4]',
  ]) {
    expect(shown).toContain(sign);
  }
});

describe("the SDK", () => {
  const beat = (config: ClientConfig, options: object = {}) =>
    observe(call(new CommonClient("unused", "2020-10-16", config), emptyBody, options));
  const renewed = { answered: { ConsumerGroup: "orders", RequestId: "an id" } };

  test("reaches the relay by its bare address, without any agent", async () => {
    const httpProfile = { endpoint: `127.0.0.1:${port}`, protocol: "http://" };
    const config = { credential: asKey, region: "ap-guangzhou", profile: { httpProfile } };
    expect(await observe(new Client(config).SendConsumerHeartbeat(emptyBody))).toMatchObject(
      renewed,
    );
    expect(await beat(config)).toMatchObject(renewed);
  });

  test("may skip the signature, with its key in a header", async () => {
    const keyed = { headers: { "X-Api-Key": key }, skipSign: true };
    expect(await beat(configure(asKey, port), keyed)).toMatchObject(renewed);
    const keyless = { skipSign: true };
    expect(await beat(configure(asKey, port), keyless)).toMatchObject({
      thrown: { code: "AuthFailure.SecretIdNotFound" },
    });
  });

  test("may keep its own credentials, with its key in a header of every call", async () => {
    const own = { secretId: unique("id"), secretKey: unique("key"), token: unique("token") };
    const config = configure(own, port, { httpProfile: { headers: { "X-Api-Key": key } } });
    expect(await beat(config)).toMatchObject(renewed);
    const seen = JSON.stringify([relay.lines, relay.emulator.received]);
    for (const secret of [key, ...Object.values(own)]) expect(seen).not.toContain(secret);
  });

  test("may ask for a language, which changes nothing", async () => {
    expect(await beat(configure(asKey, port, { language: "zh-CN" }))).toMatchObject(renewed);
  });

  test.each([
    ["TC3-HMAC-SHA256", "GET"],
    ["HmacSHA1", "GET"],
    ["HmacSHA1", "POST"],
    ["HmacSHA256", "GET"],
    ["HmacSHA256", "POST"],
  ] as const)(
    "is told to sign with TC3 and POST where it uses %s and %s",
    async (signMethod, reqMethod) => {
      const before = relay.emulator.received.length;
      const seen = await beat(configure(asKey, port, { signMethod, httpProfile: { reqMethod } }));
      expect(seen).toMatchObject({
        thrown: {
          code: "UnsupportedProtocol",
          message: expect.stringMatching(/POST, signed with TC3-HMAC-SHA256/) as unknown,
        },
      });
      expect(relay.emulator.received.length).toBe(before);
      const lines = JSON.stringify(relay.lines);
      expect(lines).not.toContain(key);
    },
  );
});
