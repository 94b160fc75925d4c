import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { readConfig } from "../../../lib/config/config.ts";

const dir = mkdtempSync(join(tmpdir(), "config-"));
const path = join(dir, "relay.config.json");
writeFileSync(path, "{}");

const right = {
  TENCENTCLOUD_SECRET_ID: "AKIDfirst",
  TENCENTCLOUD_SECRET_KEY: "second",
  TENCENTCLOUD_REGION: "ap-guangzhou",
  RELAY_CONFIG: path,
};

const faultsOf = (env: Record<string, string | undefined>) =>
  readConfig({ ...right, ...env }).faults;

afterAll(() => {
  rmSync(dir, { recursive: true });
});

test("faults are all told at once, by name", () => {
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
  expect(config.faults).toEqual([
    { path: "TENCENTCLOUD_SECRET_ID", message: "is missing; set it to the SecretId" },
    { path: "TENCENTCLOUD_SECRET_KEY", message: "is missing; set it to the SecretKey" },
    { path: "TENCENTCLOUD_REGION", message: "must be a region such as ap-guangzhou" },
    {
      path: "TENCENTCLOUD_TOKEN",
      message: "is still a placeholder; set it to the session token",
    },
    { path: "CLS_ENDPOINT", message: expect.stringContaining("without scheme") },
    { path: "RELAY_PROXY", message: expect.stringContaining("CLS_CONNECT_TO") },
    { path: "CLS_CONNECT_TO", message: expect.stringContaining("loopback") },
    { path: "RELAY_PROXY", message: "must be http://host:port or https://host:port of a proxy" },
    { path: "RELAY_CONFIG", message: "names a file that cannot be read" },
    { path: "RELAY_AUTH", message: "must be keys or none" },
    { path: "CLS_RATE_PER_SECOND", message: "must be a whole number from 1 to 1000000" },
    { path: "RELAY_DEADLINE_MS", message: "must be a whole number from 1 to 60000" },
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
  ["RELAY_COLOUR", "marked"],
  ["NODE_OPTIONS", "--tls-keylog=marked"],
])("faults of %s do not repeat the value, and stop all sending", (name, value) => {
  const config = readConfig({ ...right, [name]: value });
  expect(config.faults).toEqual([{ path: name, message: expect.not.stringContaining("marked") }]);
  expect(config.upstream).toBeUndefined();
});

test.each(["TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"])(
  "%s alone lacking is a fault",
  (name) => {
    expect(faultsOf({ [name]: undefined })).toHaveLength(1);
  },
);

test("a proxy and another address to connect to are one too many", () => {
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

test("a file that is not JSON is told under the variable that names it", () => {
  writeFileSync(join(dir, "broken.json"), "{");
  expect(faultsOf({ RELAY_CONFIG: join(dir, "broken.json") })).toEqual([
    { path: "RELAY_CONFIG", message: "is not JSON. It ends too early." },
  ]);
});

test("what would break the log lines apart is refused", () => {
  expect(faultsOf({ POWERTOOLS_DEV: "true" }).map(({ path: name }) => name)).toEqual([
    "POWERTOOLS_DEV",
  ]);
});

test("on Lambda, where the schedule runs apart, its share must leave something of the rate", () => {
  const share = { RELAY_SCHEDULE_PER_SECOND: "20" };
  expect(faultsOf(share)).toEqual([]);
  expect(
    faultsOf({ ...share, AWS_LAMBDA_FUNCTION_NAME: "relay" }).map(({ path: name }) => name),
  ).toEqual(["RELAY_SCHEDULE_PER_SECOND"]);
  const config = readConfig({ ...right, AWS_LAMBDA_FUNCTION_NAME: "relay" });
  expect(config).toMatchObject({ maxWaitMs: 100, faults: [] });
});

describe("variables of others", () => {
  test.each([
    ["NODE_TLS_REJECT_UNAUTHORIZED", "0"],
    ["NODE_TLS_REJECT_UNAUTHORIZED", " 0 "],
    ["NODE_TLS_REJECT_UNAUTHORIZED", "false"],
    ["NODE_TLS_REJECT_UNAUTHORIZED", "10"],
    ["NODE_OPTIONS", "--tls-keylog=/tmp/keys"],
    ["NODE_OPTIONS", "--max-old-space-size=100 --tls_keylog /tmp/keys"],
    ["NODE_OPTIONS", "--tls-cipher-list=NULL-MD5"],
    ["NODE_OPTIONS", "--tls-min-v1.0"],
    ["NODE_DEBUG", "https"],
    ["NODE_DEBUG", "*"],
    ["POWERTOOLS_LOGGER_LOG_EVENT", "false"],
    ["POWERTOOLS_LOGGER_SAMPLE_RATE", "0.1"],
    ["POWERTOOLS_DEV", "false"],
  ])("%s=%s would break a promise, and is refused", (name, value) => {
    const config = readConfig({ ...right, [name]: value });
    expect(config.faults.map((fault) => fault.path)).toEqual([name]);
    expect(config.upstream).toBeUndefined();
  });

  test.each([
    ["NODE_TLS_REJECT_UNAUTHORIZED", "1"],
    ["NODE_TLS_REJECT_UNAUTHORIZED", ""],
    ["NODE_EXTRA_CA_CERTS", "/etc/ca.pem"],
    ["NODE_OPTIONS", "--enable-source-maps --tls-min-v1.3"],
    // Node does not read it.
    ["SSLKEYLOGFILE", "/tmp/keys"],
    ["TENCENTCLOUD_APPID", "1250000000"],
    ["CLS_TOPIC_ID", "t"],
    // Of callers (docs/clients.md), and of a service in Kubernetes.
    ["RELAY_URL", "http://127.0.0.1:3000"],
    ["RELAY_KEY", "k"],
    ["RELAY_SERVICE_HOST", "10.0.0.1"],
    ["RELAY_SERVICE_PORT", "3000"],
    ["RELAY_SERVICE_PORT_HTTP", "3000"],
    ["RELAY_PORT", "tcp://10.0.0.1:3000"],
    ["RELAY_PORT_3000_TCP", "tcp://10.0.0.1:3000"],
    ["RELAY_PORT_3000_TCP_ADDR", "10.0.0.1"],
    ["RELAY_EU_SERVICE_HOST", "10.0.0.1"],
    ["RELAY_EU_PORT_3000_TCP_PROTO", "tcp"],
  ])("%s=%s is left alone", (name, value) => {
    expect(faultsOf({ [name]: value })).toEqual([]);
  });
});

test.each([
  "RELAY_SHEDULE",
  "RELAY_PORT",
  "RELAY_DEADLINE",
  "RELAY_SERVICE_NAME",
  "relay_schedule",
  "Relay_Host",
  "RELAY_",
  "RELAY-SCHEDULE",
  "RELAY_HOST ",
])("%s, which the relay does not know, is a fault: it is most likely misspelt", (name) => {
  expect(faultsOf({ [name]: "off" })).toEqual([
    { path: name, message: expect.stringContaining("not a variable of the relay") },
  ]);
  expect(faultsOf({ [name]: " " })).toEqual([]);
});

test("a name in another case is the same variable where the system says so, as on Windows", () => {
  expect(faultsOf({ relay_schedule: "off", RELAY_SCHEDULE: "off" })).toEqual([]);
  expect(faultsOf({ relay_schedule: "off", RELAY_SCHEDULE: "on" })).toHaveLength(1);
});

const numbers = [
  "PORT",
  "CLS_RATE_PER_SECOND",
  "RELAY_SCHEDULE_PER_SECOND",
  "RELAY_SANDBOXES",
  "RELAY_DEADLINE_MS",
  "RELAY_MAX_WAIT_MS",
];
test.each(numbers)("%s takes a whole number in plain digits and nothing else", (name) => {
  for (const value of ["1e0", "+2", "0x2", "2.0", '"2"', "\uff12", "2\n2", "-2", "2ms", "2,0"]) {
    expect([value, faultsOf({ [name]: value }).map((fault) => fault.path)]).toEqual([
      value,
      [name],
    ]);
  }
  expect(faultsOf({ [name]: " 2\n" })).toEqual([]);
});

const words: readonly (readonly [string, readonly string[]])[] = [
  ["RELAY_SCHEDULE", ["on", "off"]],
  ["RELAY_AUTH", ["keys", "none"]],
  ["POWERTOOLS_METRICS_DISABLED", ["true", "false"]],
  ["POWERTOOLS_LOG_LEVEL", ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "CRITICAL", "SILENT"]],
];
test.each(words)("%s takes %j, spelt so", (name, accepted) => {
  for (const word of accepted) expect(faultsOf({ [name]: ` ${word} ` })).toEqual([]);
  const others = ["0", "1", "no", "YES", "Off", "OFF", "None", "True", "info", '"on"', "off\u200b"];
  for (const word of others) {
    const message = `must be ${accepted.join(" or ")}`;
    expect(faultsOf({ [name]: word })).toEqual([{ path: name, message }]);
  }
});

test.each(["127.0.0.1", "0.0.0.0", "::1", "::", "localhost", "::ffff:127.0.0.1"])(
  "RELAY_HOST may be %s",
  (host) => {
    expect(readConfig({ ...right, RELAY_HOST: host })).toMatchObject({
      faults: [],
      server: { host },
    });
  },
);

// Some of these resolve to an address that is open to the network.
test.each([
  "0",
  "127.1",
  "0x7f.1",
  "*",
  "[::1]",
  "127.0.0.1:3000",
  "http://127.0.0.1",
  "example.com",
])("RELAY_HOST=%s is a fault", (host) => {
  expect(faultsOf({ RELAY_HOST: host })).toEqual([
    { path: "RELAY_HOST", message: expect.stringContaining("an IP address or localhost") },
  ]);
});

describe("quotes around a value, as an env file or a console keeps them, are a fault", () => {
  test.each([
    ...["TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY", "TENCENTCLOUD_SESSION_TOKEN"],
    ...["TENCENTCLOUD_REGION", "RELAY_HOST", "RELAY_STAGE", "POWERTOOLS_SERVICE_NAME"],
    ...["CLS_ENDPOINT", "CLS_CONNECT_TO", "RELAY_PROXY", "RELAY_BASE_PATH", "RELAY_CONFIG"],
    ...["PORT", "RELAY_SCHEDULE", "RELAY_AUTH", "RELAY_DEADLINE_MS", "CLS_RATE_PER_SECOND"],
    ...["POWERTOOLS_LOG_LEVEL", "POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_METRICS_DISABLED"],
  ])("of %s", (name) => {
    for (const [before, after] of [
      ['"', '"'],
      ["'", "'"],
      ["`", "`"],
      ["\u201c", "\u201d"],
      ['"', ""],
    ] as const) {
      expect(faultsOf({ [name]: `${before}abc${after}` })).toContainEqual(
        expect.objectContaining({ path: name }),
      );
    }
  });

  test("and it says so of credentials", () => {
    expect(faultsOf({ TENCENTCLOUD_SECRET_ID: '"AKIDfirst"' })).toEqual([
      { path: "TENCENTCLOUD_SECRET_ID", message: "is in quotes; set it without them" },
    ]);
  });
});
