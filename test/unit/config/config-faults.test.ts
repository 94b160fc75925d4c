import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { toTold } from "../../../lib/heartbeat/relay-error.ts";
import { readConfig } from "../../../lib/config/config.ts";
import { ownFolder } from "../../support/own-folder.ts";
import { validVariables } from "../../support/valid-variables.ts";

const dir = ownFolder();
const path = join(dir, "relay.config.json");
writeFileSync(path, "{}");

const right = {
  ...validVariables,
  RELAY_CONFIG: path,
};

const faultsOf = (env: Record<string, string | undefined>) =>
  readConfig({ ...right, ...env }).faults;

test("all faults are reported at once, by name", () => {
  const config = readConfig({
    TENCENTCLOUD_SECRET_KEY: "  ",
    TENCENTCLOUD_REGION: "Guangzhou",
    TENCENTCLOUD_TOKEN: "<token>",
    CLS_ENDPOINT: "https://cls.tencentcloudapi.com",
    CLS_CONNECT_TO: "http://gateway.example",
    CLS_RATE_PER_SECOND: "many",
    RELAY_PROXY: "socks5://proxy.example",
    RELAY_DEADLINE_MS: "0",
    RELAY_AUTH: "off",
    RELAY_CONFIG: join(dir, "absent.json"),
  });
  expect(toTold(config.faults)).toEqual([
    { path: "TENCENTCLOUD_SECRET_ID", message: "is missing; set it to the SecretId" },
    { path: "TENCENTCLOUD_SECRET_KEY", message: "is missing; set it to the SecretKey" },
    {
      path: "TENCENTCLOUD_TOKEN",
      message: "is still a placeholder; set it to the session token",
    },
    { path: "TENCENTCLOUD_REGION", message: "must be a region such as ap-guangzhou" },
    { path: "CLS_ENDPOINT", message: expect.stringContaining("without scheme") },
    { path: "RELAY_PROXY", message: expect.stringContaining("CLS_CONNECT_TO") },
    { path: "CLS_CONNECT_TO", message: expect.stringContaining("loopback") },
    { path: "RELAY_PROXY", message: "must be http://host:port or https://host:port of a proxy" },
    { path: "RELAY_CONFIG", message: "names a file that cannot be read" },
    { path: "RELAY_AUTH", message: "must be keys or none" },
    { path: "RELAY_DEADLINE_MS", message: "must be a whole number from 1 to 60000" },
    { path: "CLS_RATE_PER_SECOND", message: "must be a whole number from 1 to 1000000" },
  ]);
  expect(config).toMatchObject({ auth: "keys", deadlineMs: 3000, ratePerSecond: 20 });
  expect(config.upstream).toBeUndefined();
  expect(config.settings).toBeUndefined();
});

test.each([
  ["TENCENTCLOUD_SECRET_ID", "marked secret"],
  ["TENCENTCLOUD_SECRET_KEY", "<marked>"],
  ["TENCENTCLOUD_REGION", "marked"],
  ["TENCENTCLOUD_SECURITY_TOKEN", "marked\ttoken"],
  ["CLS_ENDPOINT", "marked.example"],
  ["CLS_CONNECT_TO", "http://marked.example"],
  ["CLS_RATE_PER_SECOND", "marked"],
  ["RELAY_PROXY", "socks5://me:marked@proxy"],
  ["RELAY_DEADLINE_MS", "marked"],
  ["RELAY_AUTH", "marked"],
  ["RELAY_CONFIG", "/marked"],
  ["PORT", "marked"],
  ["RELAY_HOST", "marked"],
  ["RELAY_SCHEDULE", "marked"],
  ["RELAY_STAGE", "marked\u00e4"],
  ["POWERTOOLS_LOG_LEVEL", "marked"],
  ["POWERTOOLS_METRICS_DISABLED", "marked"],
  ["POWERTOOLS_METRICS_NAMESPACE", "marked\u00e4"],
  ["POWERTOOLS_SERVICE_NAME", "marked\u00e4"],
  ["RELAY_ALARM_URL", "ftp://marked"],
  ["RELAY_ALARM_FORMAT", "marked"],
  ["RELAY_ALARM_TOPIC_ARN", "marked"],
  ["RELAY_WATCHDOG_URL", "https://me:marked@ping.example/"],
  ["RELAY_COLOUR", "marked"],
  ["NODE_OPTIONS", "--tls-keylog=marked"],
])("faults of %s do not repeat the value, and stop all sending", (name, value) => {
  const config = readConfig({ ...right, [name]: value });
  expect(JSON.stringify(config.faults)).not.toContain("marked");
  expect(toTold(config.faults)).toEqual([
    { path: name, message: expect.not.stringContaining("marked") },
  ]);
  expect(config.upstream).toBeUndefined();
});

test.each(["TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"])(
  "%s alone lacking is a fault",
  (name) => {
    expect(faultsOf({ [name]: undefined })).toHaveLength(1);
  },
);

test("a proxy must not be combined with another address to connect to", () => {
  const both = { CLS_CONNECT_TO: "https://gateway.example", RELAY_PROXY: "http://proxy:1" };
  expect(faultsOf(both).map(({ path: name }) => name)).toEqual(["RELAY_PROXY"]);
});

test("a fault of the file names its own field, and keys that were read are kept where others fail", () => {
  writeFileSync(
    join(dir, "wrong.json"),
    '{"keys":[],"aliases":{"a b":{}},"defaults":{"consumerGroup":"g","logsetId":"l"}}',
  );
  expect(faultsOf({ RELAY_CONFIG: join(dir, "wrong.json") })).toEqual([
    { path: "aliases.a b", message: expect.stringContaining("characters") },
  ]);
  expect(readConfig({ ...right, TENCENTCLOUD_REGION: "" }).settings).toBeDefined();
});

test("a file that is not JSON is a fault of the variable that names it", () => {
  writeFileSync(join(dir, "broken.json"), "{");
  expect(faultsOf({ RELAY_CONFIG: join(dir, "broken.json") })).toEqual([
    { path: "RELAY_CONFIG", message: "is not JSON. It ends too early.", kind: "not-json" },
  ]);
});

test("a variable that would break log lines apart is refused", () => {
  expect(faultsOf({ POWERTOOLS_DEV: "true" }).map(({ path: name }) => name)).toEqual([
    "POWERTOOLS_DEV",
  ]);
});

test("who is trusted and how much is served at once is checked, and a fault trusts nobody", () => {
  const env = { ...right, RELAY_TRUSTED_PROXIES: "the proxy", RELAY_MAX_REQUESTS: "0" };
  const { faults, server } = readConfig(env);
  expect(faults.map(({ path: name }) => name)).toEqual([
    "RELAY_MAX_REQUESTS",
    "RELAY_TRUSTED_PROXIES",
  ]);
  expect(server.trustedProxies).toEqual([]);
});

test("a file for leases must not be combined with the table, which keeps them by itself", () => {
  const file = { RELAY_STATE_FILE: "leases.json" };
  expect(readConfig({ ...right, ...file }).server.stateFile).toBe("leases.json");
  const { faults } = readConfig({ ...right, ...file, RELAY_LEDGER_TABLE: "relay" });
  expect(faults).toContainEqual({
    path: "RELAY_STATE_FILE",
    message: "must not be combined with RELAY_LEDGER_TABLE, which keeps leases by itself",
    kind: "conflict",
  });
});

test("the port of the metrics has a host, loopback by default, and neither is set by chance", () => {
  const placeOf = (env: Record<string, string>) => readConfig({ ...right, ...env });
  expect(placeOf({}).server.metrics).toBeUndefined();
  expect(placeOf({ RELAY_METRICS_PORT: "9464" }).server.metrics).toEqual({ port: 9464 });
  const host = { RELAY_METRICS_HOST: "0.0.0.0" };
  expect(placeOf({ ...host, RELAY_METRICS_PORT: "0" }).server.metrics).toEqual({
    port: 0,
    host: "0.0.0.0",
  });
  expect(placeOf(host).faults).toEqual([
    {
      path: "RELAY_METRICS_HOST",
      message: "has no effect without RELAY_METRICS_PORT; set both or none",
    },
  ]);
  const faulty = placeOf({ RELAY_METRICS_HOST: "here", RELAY_METRICS_PORT: "many" });
  expect(faulty.faults.map(({ path: name }) => name)).toEqual([
    "RELAY_METRICS_HOST",
    "RELAY_METRICS_PORT",
  ]);
});
