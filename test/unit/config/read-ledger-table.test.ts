import { describe, expect, test } from "@jest/globals";
import { toTold } from "../../../lib/heartbeat/relay-error.ts";
import { readConfig } from "../../../lib/config/config.ts";
import { validVariables } from "../../support/valid-variables.ts";

const right = {
  ...validVariables,
  RELAY_LEDGER_TABLE: "limit",
  AWS_REGION: "ap-southeast-1",
  AWS_ACCESS_KEY_ID: "ASIAfirst",
  AWS_SECRET_ACCESS_KEY: "third",
};

const read = (env: Readonly<Record<string, string | undefined>> = {}) =>
  readConfig({ ...right, ...env });

describe("the table of the ledger", () => {
  test("is found with what Lambda sets", () => {
    expect(read({ AWS_SESSION_TOKEN: "token" })).toMatchObject({
      faults: [],
      ledgerTable: {
        table: "limit",
        region: "ap-southeast-1",
        endpoint: "https://dynamodb.ap-southeast-1.amazonaws.com",
        credentials: { accessKeyId: "ASIAfirst", secretAccessKey: "third", sessionToken: "token" },
      },
    });
  });

  test("needs no session token", () => {
    expect(read().ledgerTable?.credentials).not.toHaveProperty("sessionToken");
  });

  test("is absent unless it is named, and then no variable of AWS is read", () => {
    const config = read({ RELAY_LEDGER_TABLE: " ", AWS_REGION: "" });
    expect([config.ledgerTable, config.faults]).toEqual([undefined, []]);
  });

  test.each([
    ["cn-north-1", undefined, "https://dynamodb.cn-north-1.amazonaws.com.cn"],
    ["eu-west-1", "http://127.0.0.1:8000", "http://127.0.0.1:8000"],
    ["eu-west-1", "https://vpce-1.vpce.amazonaws.com/", "https://vpce-1.vpce.amazonaws.com"],
  ])("in %s with the endpoint %s is at %s", (region, given, endpoint) => {
    const { ledgerTable, faults } = read({ AWS_REGION: region, AWS_ENDPOINT_URL_DYNAMODB: given });
    expect([ledgerTable?.endpoint, faults]).toEqual([endpoint, []]);
  });
});

describe("a fault of it names the variable and not the value", () => {
  test.each([
    ["RELAY_LEDGER_TABLE", "marked table"],
    ["RELAY_LEDGER_TABLE", "ab"],
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

describe("with the table", () => {
  test.each([
    ["100", []],
    ["101", ["must be a whole number from 1 to 100 with RELAY_LEDGER_TABLE"]],
  ])("the rate may be up to 100 a second: %s", (rate, faults) => {
    expect(read({ CLS_RATE_PER_SECOND: rate }).faults.map(({ message }) => message)).toEqual(
      faults,
    );
  });
});

describe("on Lambda Managed Instances, where threads share no memory", () => {
  const there = { AWS_LAMBDA_INITIALIZATION_TYPE: "lambda-managed-instances" };

  test("the table is required", () => {
    const { faults } = read({ ...there, RELAY_LEDGER_TABLE: undefined });
    expect(faults.map(({ path }) => path)).toEqual(["RELAY_LEDGER_TABLE"]);
    expect(read(there).faults).toEqual([]);
  });

  test("and nowhere else", () => {
    const elsewhere = {
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      RELAY_LEDGER_TABLE: undefined,
    };
    expect(read(elsewhere).faults).toEqual([]);
  });
});
