import { describe, expect, test } from "@jest/globals";
import { toTold } from "../../../lib/heartbeat/relay-error.ts";
import { readConfig } from "../../../lib/config/config.ts";

const right = {
  TENCENTCLOUD_SECRET_ID: "AKIDfirst",
  TENCENTCLOUD_SECRET_KEY: "second",
  TENCENTCLOUD_REGION: "ap-guangzhou",
  RELAY_LIMIT_TABLE: "limit",
  AWS_REGION: "ap-southeast-1",
  AWS_ACCESS_KEY_ID: "ASIAfirst",
  AWS_SECRET_ACCESS_KEY: "third",
};

const read = (env: Readonly<Record<string, string | undefined>> = {}) =>
  readConfig({ ...right, ...env });

describe("the table of the limit", () => {
  test("is found with what Lambda sets", () => {
    expect(read({ AWS_SESSION_TOKEN: "token" })).toMatchObject({
      faults: [],
      limitStore: {
        table: "limit",
        region: "ap-southeast-1",
        endpoint: "https://dynamodb.ap-southeast-1.amazonaws.com",
        credentials: { accessKeyId: "ASIAfirst", secretAccessKey: "third", sessionToken: "token" },
      },
    });
  });

  test("needs no session token", () => {
    expect(read().limitStore?.credentials).not.toHaveProperty("sessionToken");
  });

  test("is absent unless it is named, and then no variable of AWS is read", () => {
    const config = read({ RELAY_LIMIT_TABLE: " ", AWS_REGION: "" });
    expect([config.limitStore, config.faults]).toEqual([undefined, []]);
  });

  test.each([
    ["cn-north-1", undefined, "https://dynamodb.cn-north-1.amazonaws.com.cn"],
    ["eu-west-1", "http://127.0.0.1:8000", "http://127.0.0.1:8000"],
    ["eu-west-1", "https://vpce-1.vpce.amazonaws.com/", "https://vpce-1.vpce.amazonaws.com"],
  ])("in %s with the endpoint %s is at %s", (region, given, endpoint) => {
    const { limitStore, faults } = read({ AWS_REGION: region, AWS_ENDPOINT_URL_DYNAMODB: given });
    expect([limitStore?.endpoint, faults]).toEqual([endpoint, []]);
  });
});

describe("a fault of it names the variable and not the value", () => {
  test.each([
    ["RELAY_LIMIT_TABLE", "marked table"],
    ["RELAY_LIMIT_TABLE", "ab"],
    ["AWS_REGION", "marked"],
    ["AWS_REGION", ""],
    ["AWS_ACCESS_KEY_ID", "marked\tid"],
    ["AWS_SECRET_ACCESS_KEY", ""],
    ["AWS_ENDPOINT_URL_DYNAMODB", "marked"],
    ["AWS_ENDPOINT_URL_DYNAMODB", "ftp://marked.example"],
    ["AWS_ENDPOINT_URL_DYNAMODB", "https://marked.example/path"],
    ["AWS_ENDPOINT_URL_DYNAMODB", "https://me:marked@host.example"],
    ["AWS_ENDPOINT_URL_DYNAMODB", "https://host.example/?marked"],
  ])("%s: %j", (name, value) => {
    const config = read({ [name]: value });
    expect(JSON.stringify(config.faults)).not.toContain("marked");
    expect(toTold(config.faults)).toEqual([
      { path: name, message: expect.not.stringContaining("marked") },
    ]);
    expect(config.upstream).toBeUndefined();
  });
});

describe("sandboxes", () => {
  test.each([
    { RELAY_SANDBOXES: "4", RELAY_LIMIT_TABLE: undefined },
    { RELAY_SANDBOXES: "5", RELAY_LIMIT_TABLE: "limit" },
    { RELAY_SANDBOXES: "100", RELAY_LIMIT_TABLE: "limit" },
  ])("may be $RELAY_SANDBOXES with the table $RELAY_LIMIT_TABLE", (env) => {
    expect(read(env)).toMatchObject({ faults: [], sandboxes: Number(env.RELAY_SANDBOXES) });
  });

  test.each([
    [{ RELAY_SANDBOXES: "5", RELAY_LIMIT_TABLE: undefined }, "1 to 4; more need RELAY_LIMIT_TABLE"],
    [{ RELAY_SANDBOXES: "101", RELAY_LIMIT_TABLE: "limit" }, "1 to 100"],
  ])("may not be %j", (env, rule) => {
    expect(toTold(read(env).faults)).toEqual([
      { path: "RELAY_SANDBOXES", message: `must be a whole number from ${rule}` },
    ]);
  });
});
