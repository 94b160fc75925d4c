import { describe, expect, test } from "@jest/globals";
import { checkEnvironment } from "../check-environment.ts";

const variables = {
  TENCENTCLOUD_SECRET_ID:
    "{{resolve:secretsmanager:heartbeat-relay/tencentcloud:SecretString:secretId}}",
  TENCENTCLOUD_SECRET_KEY:
    "{{resolve:secretsmanager:heartbeat-relay/tencentcloud:SecretString:secretKey}}",
  TENCENTCLOUD_REGION: "ap-singapore",
  CLS_RATE_PER_SECOND: "20",
  RELAY_LEDGER_TABLE: { Ref: "LedgerTable" },
  RELAY_CONFIG: "relay.config.json",
};

test("without keys something is missing, but nothing is wrong", () => {
  expect(checkEnvironment(variables)).toEqual({
    faults: [],
    missing: [
      { path: "relay.config.json", message: expect.stringContaining("no keys") as unknown },
    ],
    unknown: ["TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY", "RELAY_LEDGER_TABLE"],
  });
  expect(checkEnvironment({ ...variables, RELAY_AUTH: "none" }).missing).toEqual([]);
});

describe("what the relay would refuse at its start is refused, under the parameter's name", () => {
  test.each([
    ["TENCENTCLOUD_REGION", "Singapore", "tencentRegion (TENCENTCLOUD_REGION)"],
    ["TENCENTCLOUD_REGION", "", "tencentRegion (TENCENTCLOUD_REGION)"],
    ["CLS_ENDPOINT", "https://cls.tencentcloudapi.com", "clsEndpoint (CLS_ENDPOINT)"],
    ["CLS_RATE_PER_SECOND", "abc", "clsRatePerSecond (CLS_RATE_PER_SECOND)"],
    ["CLS_RATE_PER_SECOND", "101", "clsRatePerSecond (CLS_RATE_PER_SECOND)"],
    ["RELAY_DEADLINE_MS", "3s", "relayDeadlineMs (RELAY_DEADLINE_MS)"],
    ["TENCENTCLOUD_SECRET_ID", "<your-id>", "secretId (TENCENTCLOUD_SECRET_ID)"],
    ["TENCENTCLOUD_SECRET_KEY", "", "secretKey (TENCENTCLOUD_SECRET_KEY)"],
    ["RELAY_BASE_PATH", "https://example.com/relay", "basePath (RELAY_BASE_PATH)"],
    ["RELAY_CONFIG", "nowhere.json", "RELAY_CONFIG"],
    ["RELAY_AUTH", "no", "RELAY_AUTH"],
    ["POWERTOOLS_DEV", "true", "POWERTOOLS_DEV"],
    // CloudFormation refuses it in a function's environment.
    ["TENCENTCLOUD_SECRET_ID", "{{resolve:ssm-secure:/id}}", "secretId (TENCENTCLOUD_SECRET_ID)"],
    ["TENCENTCLOUD_SECRET_ID", "{{resolve:secretsmanager:x", "secretId (TENCENTCLOUD_SECRET_ID)"],
  ])("%s=%s", (name, value, path) => {
    const { faults } = checkEnvironment({ ...variables, [name]: value });
    expect(faults.map((fault) => fault.path)).toEqual([path]);
  });
});

describe("where transitions are told", () => {
  const topicArn = "arn:aws:sns:eu-west-1:123456789012:consumers";

  test("the topic is one of the stack's region", () => {
    const told = { ...variables, RELAY_ALARM_TOPIC_ARN: topicArn };
    expect(checkEnvironment(told, "eu-west-1").faults).toEqual([]);
    expect(checkEnvironment(told).faults.map(({ path }) => path)).toEqual([
      "RELAY_ALARM_TOPIC_ARN",
    ]);
  });

  test("secrets that CloudFormation sets are accepted, and what cannot be combined is not", () => {
    const later = "{{resolve:secretsmanager:alarms:SecretString:x}}";
    const hook = { RELAY_ALARM_URL: later, RELAY_ALARM_SECRET: later, RELAY_WATCHDOG_URL: later };
    expect(checkEnvironment({ ...variables, ...hook }).faults).toEqual([]);
    expect(checkEnvironment({ ...variables, RELAY_ALARM_KEY: "key" }).faults).toMatchObject([
      { path: "alarmWebhookKey (RELAY_ALARM_KEY)" },
    ]);
    expect(checkEnvironment({ ...variables, RELAY_ALARM_URL: "x" }).faults).toMatchObject([
      { path: "alarmWebhookUrl (RELAY_ALARM_URL)" },
    ]);
  });
});

test("a value that only CloudFormation knows is accepted where another text would be wrong", () => {
  const later = { ...variables, TENCENTCLOUD_REGION: "{{resolve:ssm:/tencent/region}}" };
  expect(checkEnvironment(later).faults).toEqual([]);
});

test("faults and what is missing never have a value in them", () => {
  const secret = "Gu5t9x\u0001GARNpq86cd98joQYCN3Cozk1qA";
  const checked = checkEnvironment({ ...variables, TENCENTCLOUD_SECRET_KEY: secret });
  expect(checked.faults).toHaveLength(1);
  expect(JSON.stringify(checked)).not.toContain("GARNpq86");
});
