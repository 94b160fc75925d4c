import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { toFields } from "../../../lib/base/unknown-object.ts";
import { checkParameters } from "../check-parameters.ts";
import { parameters } from "../parameters.ts";

const source = readFileSync(new URL("../../../serverless.yml", import.meta.url), "utf8");
const template: unknown = parse(source, { logLevel: "silent" });
const defaults = toFields(toFields(toFields(template)["params"])["default"]);
const topic = "arn:aws:sns:ap-southeast-1:123456789012:operators";

function faultsOf(...options: string[]) {
  return checkParameters({
    stage: "prod",
    region: undefined,
    options,
    blocks: { default: defaults },
  });
}

test("the parameters of serverless.yml are the ones that are checked, and their defaults are right", () => {
  expect(Object.keys(parameters)).toEqual(Object.keys(defaults));
  expect(faultsOf()).toEqual([]);
});

test("each variable of a parameter is set from it in the template", () => {
  for (const [name, { variable }] of Object.entries(parameters)) {
    if (variable !== undefined) {
      expect(source).toMatch(new RegExp(`^ +${variable}: .*\\$\\{param:${name}\\}`, "m"));
    }
  }
});

describe("a parameter that is refused by name", () => {
  test.each([
    ["tencentRegoin=ap-guangzhou", "tencentRegoin", "did you mean tencentRegion?"],
    ["rate=5", "rate", "is not a parameter"],
    [" tencentRegion=ap-guangzhou", " tencentRegion", "did you mean tencentRegion?"],
    ["toString=x", "toString", "is not a parameter"],
    ["awsRegion=Singapore", "awsRegion", "ap-southeast-1"],
    ["logRetentionInDays=31", "logRetentionInDays", "30"],
    ["logRetentionInDays=forever", "logRetentionInDays", "30"],
    ["limitMode=exact", "limitMode", "the table is always there"],
    ["schedulePerSecond=5", "schedulePerSecond", "all of clsRatePerSecond"],
    ["reservedConcurrency=0", "reservedConcurrency", "none or a whole number"],
    ["gatewayRatePerSecond=-1", "gatewayRatePerSecond", "whole number from 1"],
    ["gatewayRatePerSecond=0", "gatewayRatePerSecond", "whole number from 1"],
    ["gatewayRatePerSecond=1e3", "gatewayRatePerSecond", "whole number from 1"],
    ["gatewayBurst=0.5", "gatewayBurst", "whole number from 1"],
    ["gatewayBurst= 5", "gatewayBurst", "whole number from 1"],
    ["scheduleEnabled=no", "scheduleEnabled", "true or false"],
    ["scheduleEnabled=True", "scheduleEnabled", "true or false"],
    ["alarmTopicArn=nonsense", "alarmTopicArn", "ARN"],
    [`alarmTopicArn=${topic}.fifo`, "alarmTopicArn", "standard SNS topic"],
    [`alarmTopicArn=${topic}:a1b2`, "alarmTopicArn", "ARN"],
    [
      `alarmTopicArn=${topic.replace("ap-southeast-1", "eu-west-1")}`,
      "alarmTopicArn",
      "ap-southeast-1",
    ],
    ["transitionsTopicArn=nonsense", "transitionsTopicArn", "standard SNS topic"],
    [
      `transitionsTopicArn=${topic.replace("ap-southeast-1", "eu-west-1")}`,
      "transitionsTopicArn",
      "ap-southeast-1",
    ],
    ["credentialsSecret=two words", "credentialsSecret", "secret"],
    ["credentialsSecret=x}}", "credentialsSecret", "secret"],
    ["credentialsAtRuntime=heartbeat-relay/tencentcloud", "credentialsAtRuntime", "ARN"],
    ["relayDeadlineMs=3s", "relayDeadlineMs", "whole number"],
    ["relayDeadlineMs=15000", "relayDeadlineMs", "1 to 9750"],
    ["logLevel=verbose", "logLevel", "INFO"],
    ["logLevel=info", "logLevel", "INFO"],
    ["secretId=AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA", "secretKey", "together with secretId"],
    ["secretKey=Gu5t9xGARNpq86cd98joQYCN3Cozk1qA", "secretId", "together with secretKey"],
  ])("%j", (option, path, message) => {
    expect(faultsOf(option)).toEqual([
      { path, message: expect.stringContaining(message) as unknown },
    ]);
  });
});

test.each([
  [`alarmTopicArn=${topic}`],
  ["alarmTopicArn={{resolve:ssm:/operators/topic}}"],
  ["credentialsSecret=arn:aws:secretsmanager:ap-southeast-1:123456789012:secret:tencent-AbCdEf"],
  ["gatewayBurst=1"],
  ["scheduleEnabled=false"],
  ["awsRegion=us-gov-west-1"],
])("%s is accepted", (option) => {
  expect(faultsOf(option)).toEqual([]);
});

test("all faults are told at once, those of the stage's own block too, and no value", () => {
  const faults = checkParameters({
    stage: "prod",
    region: undefined,
    options: ["gatewayBurst=x7", "tencentRegoin=y7"],
    blocks: { default: defaults, prod: { logRetentionInDays: 77 }, dev: { clsRate: 1 } },
  });
  expect(faults.map(({ path }) => path).toSorted()).toEqual([
    "gatewayBurst",
    "logRetentionInDays",
    "tencentRegoin",
  ]);
  expect(JSON.stringify(faults)).not.toMatch(/x7|y7|77/);
});

test("--region is used instead of awsRegion, and checked like it", () => {
  const at = (region: string, option: string) =>
    checkParameters({ stage: "prod", region, options: [option], blocks: { default: defaults } });
  expect(at("us-east-1", `alarmTopicArn=${topic}`).map(({ path }) => path)).toEqual([
    "alarmTopicArn",
  ]);
  expect(at("ap-southeast-1", `alarmTopicArn=${topic}`)).toEqual([]);
  expect(at("singapore", "gatewayBurst=1").map(({ path }) => path)).toEqual(["awsRegion"]);
});

test.each(["", "prod env", "prod_1", "prod/..", "ünï", "a".repeat(25)])(
  "the stage %j is refused",
  (stage) => {
    const given = { stage, region: undefined, options: [], blocks: { default: defaults } };
    expect(checkParameters(given).map(({ path }) => path)).toEqual(["stage"]);
  },
);

test("a value that osls has not filled in yet is left for later", () => {
  const blocks = { default: defaults, prod: { gatewayBurst: "${env:BURST}" } };
  expect(checkParameters({ stage: "prod", region: undefined, options: [], blocks })).toEqual([]);
});

test.each(["credentialsSecret", "secretId", "secretKey"])(
  "%s is refused beside credentialsAtRuntime, where nobody would read it",
  (name) => {
    const arn = "arn:aws:secretsmanager:ap-southeast-1:123456789012:secret:relay-AbCdEf";
    const pair = [
      "secretId=AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA",
      "secretKey=Gu5t9xGARNpq86cd98joQYCN3Cozk1qA",
    ];
    const given = name === "credentialsSecret" ? ["credentialsSecret=relay"] : pair;
    expect(faultsOf(`credentialsAtRuntime=${arn}`)).toEqual([]);
    expect(faultsOf(`credentialsAtRuntime=${arn}`, ...given)).toContainEqual({
      path: name,
      message: "must not be combined with credentialsAtRuntime",
    });
  },
);
