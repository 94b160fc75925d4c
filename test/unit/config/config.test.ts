import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { readConfig } from "../../../lib/config/config.ts";
import { hasCredentials } from "../../../lib/config/read-credentials.ts";
import { ownFolder } from "../../support/own-folder.ts";
import { validVariables } from "../../support/valid-variables.ts";

const dir = ownFolder();
const path = join(dir, "relay.config.json");
writeFileSync(path, '{"defaults":{"consumerGroup":"orders"}}');
const home = process.cwd();

const right = {
  ...validVariables,
  RELAY_CONFIG: path,
};

afterEach(() => {
  process.chdir(home);
});
test("the required variables alone, and the defaults of the rest", () => {
  expect(readConfig(right)).toEqual({
    faults: [],
    upstream: {
      credentials: { secretId: "AKIDfirst", secretKey: "second" },
      region: "ap-guangzhou",
      endpoint: "cls.intl.tencentcloudapi.com",
      addressMs: 1000,
    },
    settings: { keys: [], aliases: new Map(), defaults: { consumerGroup: "orders" } },
    auth: "keys",
    basePath: "",
    deadlineMs: 3000,
    ratePerSecond: 20,
    maxWaitMs: 2000,
    server: {
      port: 3000,
      host: undefined,
      hasSchedule: true,
      maxRequests: 1000,
      trustedProxies: [],
    },
    observe: {
      logLevel: "INFO",
      service: "heartbeat-relay",
      stage: "default",
      functionName: "server",
      namespace: undefined,
    },
    alarms: { secrets: [] },
  });
});

test("everything that can be set, without blanks around it", () => {
  const config = readConfig({
    ...right,
    TENCENTCLOUD_SECRET_ID: " AKIDfirst\n",
    TENCENTCLOUD_SESSION_TOKEN: "token",
    CLS_ENDPOINT: " cls.tencentcloudapi.com ",
    CLS_CONNECT_TO: "http://127.0.0.1:9000",
    RELAY_AUTH: "none",
    RELAY_DEADLINE_MS: " 500 ",
    CLS_RATE_PER_SECOND: "100",
  });
  expect(config).toMatchObject({
    faults: [],
    upstream: {
      credentials: { secretId: "AKIDfirst", secretKey: "second", token: "token" },
      endpoint: "cls.tencentcloudapi.com",
      connectTo: { protocol: "http:", host: "127.0.0.1", port: 9000 },
    },
    auth: "none",
    deadlineMs: 500,
    ratePerSecond: 100,
  });
});

test("the environment of the process is read where no other is given", () => {
  process.env["RELAY_DEADLINE_MS"] = "1234";
  try {
    expect(readConfig().deadlineMs).toBe(1234);
  } finally {
    delete process.env["RELAY_DEADLINE_MS"];
  }
});

test.each([
  [["session", "plain", "security"], "session"],
  [["  ", "plain", "security"], "plain"],
  [[undefined, undefined, "security"], "security"],
])("of the tokens %j the first that is set counts: %s", ([session, plain, security], token) => {
  const env = {
    TENCENTCLOUD_SESSION_TOKEN: session,
    TENCENTCLOUD_TOKEN: plain,
    TENCENTCLOUD_SECURITY_TOKEN: security,
  };
  expect(readConfig({ ...right, ...env }).upstream?.credentials?.token).toBe(token);
});

test("keys may be asked for by name", () => {
  expect(readConfig({ ...right, RELAY_AUTH: "keys" })).toMatchObject({ faults: [], auth: "keys" });
});

test("RELAY_PROXY names a proxy, and http_proxy is ignored", () => {
  expect(readConfig({ ...right, RELAY_PROXY: "http://proxy:1" }).upstream?.proxy).toBe(
    "http://proxy:1/",
  );
  expect(readConfig({ ...right, http_proxy: "http://proxy:1" }).upstream).not.toHaveProperty(
    "proxy",
  );
});

test("without the default file there are no keys", () => {
  process.chdir(dir);
  expect(readConfig({ ...right, RELAY_CONFIG: " " }).settings?.defaults.consumerGroup).toBe(
    "orders",
  );
  process.chdir(tmpdir());
  const config = readConfig({ ...right, RELAY_CONFIG: undefined });
  expect(config.faults).toEqual([]);
  expect(config.settings).toEqual({ keys: [], aliases: new Map(), defaults: {} });
});

test.each([
  [{}, false],
  [{ TENCENTCLOUD_SECRET_ID: " " }, false],
  [{ TENCENTCLOUD_REGION: "ap-guangzhou" }, false],
  [{ TENCENTCLOUD_SECRET_ID: "AKIDfirst" }, true],
  [{ TENCENTCLOUD_SECRET_KEY: "second" }, true],
])("%j holds credentials: %s", (env, holds) => {
  expect(hasCredentials(env)).toBe(holds);
});

test("the settings of the server and the log are trimmed too, and an empty one counts as unset", () => {
  const config = readConfig({
    ...right,
    PORT: " 0\n",
    RELAY_HOST: "\t0.0.0.0 ",
    RELAY_SCHEDULE: " off",
    RELAY_STAGE: " prod ",
    POWERTOOLS_LOG_LEVEL: "WARN ",
    POWERTOOLS_METRICS_DISABLED: " false",
    POWERTOOLS_METRICS_NAMESPACE: " Ours/Relay ",
    POWERTOOLS_SERVICE_NAME: " our relay ",
  });
  expect(config).toMatchObject({
    faults: [],
    server: { port: 0, host: "0.0.0.0", hasSchedule: false },
    observe: {
      logLevel: "WARN",
      service: "our relay",
      stage: "prod",
      functionName: "server",
      namespace: "Ours/Relay",
    },
  });
  const names = ["PORT", "RELAY_HOST", "RELAY_SCHEDULE", "RELAY_STAGE", "RELAY_LEDGER_TABLE"];
  const empty = Object.fromEntries(names.map((name) => [name, " "]));
  expect(readConfig({ ...right, ...empty, POWERTOOLS_METRICS_DISABLED: "" })).toEqual(
    readConfig(right),
  );
});

test("metrics are written on Lambda, and elsewhere where they are asked for", () => {
  const namespaceIn = (env: Record<string, string>) =>
    readConfig({ ...right, ...env }).observe.namespace;
  expect(namespaceIn({})).toBeUndefined();
  expect(namespaceIn({ AWS_LAMBDA_FUNCTION_NAME: "relay" })).toBe("HeartbeatRelay");
  expect(namespaceIn({ POWERTOOLS_METRICS_DISABLED: "false" })).toBe("HeartbeatRelay");
  expect(
    namespaceIn({ AWS_LAMBDA_FUNCTION_NAME: "relay", POWERTOOLS_METRICS_DISABLED: "true" }),
  ).toBeUndefined();
});

test("a variable that is not used any more is a fault that says what replaces it", () => {
  const { faults, upstream } = readConfig({
    ...right,
    RELAY_COALESCE_MS: "0",
    RELAY_INTERVAL_SECONDS: "20",
    RELAY_LEASE_SECONDS: "40",
  });
  expect(upstream).toBeUndefined();
  expect(faults.map(({ path }) => path)).toEqual([
    "RELAY_COALESCE_MS",
    "RELAY_INTERVAL_SECONDS",
    "RELAY_LEASE_SECONDS",
  ]);
  for (const { message } of faults) expect(message).toMatch(/^is not used any more; unset it: /);
});
