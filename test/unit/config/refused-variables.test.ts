import { describe, expect, test } from "@jest/globals";
import { readConfig } from "../../../lib/config/config.ts";
import { validVariables } from "../../support/valid-variables.ts";

const faultsOf = (env: Record<string, string | undefined>) =>
  readConfig({ ...validVariables, ...env }).faults;

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
    const config = readConfig({ ...validVariables, [name]: value });
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

test("a name in another case is the same variable on a system such as Windows", () => {
  expect(faultsOf({ relay_schedule: "off", RELAY_SCHEDULE: "off" })).toEqual([]);
  expect(faultsOf({ relay_schedule: "off", RELAY_SCHEDULE: "on" })).toHaveLength(1);
});
