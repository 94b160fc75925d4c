import { describe, expect, test } from "@jest/globals";
import { readConfig } from "../../../lib/config/config.ts";
import { validVariables } from "../../support/valid-variables.ts";

const read = (env: Record<string, string>) => {
  const { alarms, faults, upstream } = readConfig({ ...validVariables, ...env });
  return { alarms, faults, upstream };
};
const hook = "https://hooks.example/services/T0123456789abcdefghij";
const topicArn = "arn:aws:sns:ap-southeast-1:123456789012:consumers";
const aws = { AWS_REGION: "ap-southeast-1", AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "key" };

test("without a variable nothing is told to anybody", () => {
  const { alarms, faults } = read({});
  expect(faults).toEqual([]);
  expect(alarms).toEqual({
    webhook: undefined,
    topic: undefined,
    watchdogUrl: undefined,
    secrets: [],
  });
});

test("a webhook has its address, its format, and what proves who sends", () => {
  const env = {
    RELAY_ALARM_URL: hook,
    RELAY_ALARM_SECRET: "0123456789abcdef",
    RELAY_ALARM_KEY: "k",
  };
  const { alarms, faults } = read(env);
  expect(faults).toEqual([]);
  expect(alarms.webhook).toEqual({
    url: hook,
    format: "json",
    secret: "0123456789abcdef",
    key: "k",
  });
});

test("what is secret of an address, and what proves who sends, is known as secret", () => {
  const { alarms } = read({
    RELAY_ALARM_URL: `${hook}/short?token=0123456789abcdef`,
    RELAY_ALARM_SECRET: "fedcba9876543210",
    RELAY_ALARM_KEY: "k",
    RELAY_WATCHDOG_URL: "https://ping.example/7d8e9f00-0000-4000-8000-000000000000",
  });
  expect(alarms.secrets).toEqual([
    "fedcba9876543210",
    "k",
    "T0123456789abcdefghij",
    "0123456789abcdef",
    "7d8e9f00-0000-4000-8000-000000000000",
  ]);
});

describe.each(["RELAY_ALARM_URL", "RELAY_WATCHDOG_URL"])("%s", (name) => {
  test.each([
    "https://alarms.example/hook",
    "http://127.0.0.1:9093/",
    "http://localhost:9093/",
    "http://[::1]:9093/",
    "http://10.1.2.3/",
    "http://172.31.255.255/",
    "http://192.168.0.9/",
    "http://[fd00::1]/",
    "http://alertmanager:9093/",
    "http://alertmanager.monitoring.svc/",
    "http://alertmanager.monitoring.svc.cluster.local/",
    "http://alarms.internal/",
  ])("may be %s", (url) => {
    const { alarms, faults } = read({ [name]: url });
    expect(faults).toEqual([]);
    expect(alarms.webhook?.url ?? alarms.watchdogUrl).toBe(url);
  });

  const plain = "may be plain http for a loopback or private host only; use https";
  const address = "must be an address such as https://alarms.example/hook";
  test.each([
    ["http://alarms.example/hook", plain],
    ["http://172.32.0.1/", plain],
    ["http://local/x.example", undefined],
    ["http://8.8.8.8/", plain],
    ["http://[2001:db8::1]/", plain],
    ["alarms.example/hook", address],
    ["ftp://alarms.example/hook", address],
    ["https://", address],
    ["https://me:marked@alarms.example/", "must hold no user and no password"],
    ["https://marked@alarms.example/", "must hold no user and no password"],
    ["<url>", "is still a placeholder; set it to an address such as https://alarms.example/hook"],
  ])("%s is told as a fault without its value", (url, message) => {
    const { alarms, faults, upstream } = read({ [name]: url });
    expect(faults.map((fault) => [fault.path, fault.message])).toEqual(
      message === undefined ? [] : [[name, message]],
    );
    if (message === undefined) return;
    expect(JSON.stringify(faults)).not.toContain("marked");
    expect(upstream).toBeUndefined();
    expect([alarms.webhook, alarms.watchdogUrl, alarms.secrets]).toEqual([
      undefined,
      undefined,
      [],
    ]);
  });
});

describe("what does not go together", () => {
  const alone = "has no effect without RELAY_ALARM_URL; set both or none";
  const alertmanager = "http://alertmanager:9093/api/v2/alerts";
  test.each<[Record<string, string>, string, string]>([
    [{ RELAY_ALARM_SECRET: "0123456789abcdef" }, "RELAY_ALARM_SECRET", alone],
    [{ RELAY_ALARM_KEY: "key" }, "RELAY_ALARM_KEY", alone],
    [{ RELAY_ALARM_FORMAT: "alertmanager" }, "RELAY_ALARM_FORMAT", alone],
    [
      { RELAY_ALARM_URL: hook, RELAY_ALARM_FORMAT: "alertmanager" },
      "RELAY_ALARM_URL",
      "must end in /api/v2/alerts with RELAY_ALARM_FORMAT=alertmanager",
    ],
    [
      {
        RELAY_ALARM_URL: alertmanager,
        RELAY_ALARM_FORMAT: "alertmanager",
        RELAY_ALARM_SECRET: "0123456789abcdef",
      },
      "RELAY_ALARM_SECRET",
      "must not be combined with RELAY_ALARM_FORMAT=alertmanager, which verifies no signature; use RELAY_ALARM_KEY",
    ],
    [
      { RELAY_ALARM_URL: hook, RELAY_ALARM_SECRET: "too-short" },
      "RELAY_ALARM_SECRET",
      "must be at least 16 characters of ASCII without spaces",
    ],
    [
      { RELAY_ALARM_URL: hook, RELAY_ALARM_FORMAT: "slack" },
      "RELAY_ALARM_FORMAT",
      "must be json or alertmanager",
    ],
    [
      { RELAY_ALARM_TOPIC_ARN: topicArn, ...aws, AWS_REGION: "eu-west-1" },
      "RELAY_ALARM_TOPIC_ARN",
      "must be a topic of the region in AWS_REGION",
    ],
    [
      { RELAY_ALARM_TOPIC_ARN: `${topicArn}.fifo`, ...aws },
      "RELAY_ALARM_TOPIC_ARN",
      "must be the ARN of a standard SNS topic",
    ],
  ])("%j is a fault of %s", (env, path, message) => {
    expect(read(env).faults).toMatchObject([{ path, message }]);
  });

  test("the usual format may be named without an address, and Alertmanager may have a key", () => {
    expect(read({ RELAY_ALARM_FORMAT: "json" }).faults).toEqual([]);
    const env = { RELAY_ALARM_FORMAT: "alertmanager", RELAY_ALARM_KEY: "key" };
    expect(read({ RELAY_ALARM_URL: alertmanager, ...env }).faults).toEqual([]);
  });
});

test("a topic is in its region, at its own endpoint or another one", () => {
  const { alarms, faults } = read({ RELAY_ALARM_TOPIC_ARN: topicArn, ...aws });
  expect(faults).toEqual([]);
  expect(alarms.topic).toEqual({
    topicArn,
    region: "ap-southeast-1",
    endpoint: "https://sns.ap-southeast-1.amazonaws.com",
    credentials: { accessKeyId: "id", secretAccessKey: "key" },
  });
  const elsewhere = { AWS_ENDPOINT_URL_SNS: "http://127.0.0.1:4566" };
  const other = read({ RELAY_ALARM_TOPIC_ARN: topicArn, ...aws, ...elsewhere });
  expect(other.alarms.topic?.endpoint).toBe("http://127.0.0.1:4566");
});

test("a topic without what AWS needs names what is missing", () => {
  expect(read({ RELAY_ALARM_TOPIC_ARN: topicArn }).faults.map(({ path }) => path)).toEqual(
    Object.keys(aws),
  );
});
