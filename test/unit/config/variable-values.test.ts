import { describe, expect, test } from "@jest/globals";
import { readConfig } from "../../../lib/config/config.ts";
import { validVariables } from "../../support/valid-variables.ts";

const faultsOf = (env: Record<string, string | undefined>) =>
  readConfig({ ...validVariables, ...env }).faults;

const numbers = ["PORT", "CLS_RATE_PER_SECOND", "RELAY_DEADLINE_MS", "RELAY_MAX_WAIT_MS"];

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

test.each(words)("%s takes exactly %j", (name, accepted) => {
  for (const word of accepted) expect(faultsOf({ [name]: ` ${word} ` })).toEqual([]);
  const others = ["0", "1", "no", "YES", "Off", "OFF", "None", "True", "info", '"on"', "off\u200b"];
  for (const word of others) {
    const message = `must be ${accepted.join(" or ")}`;
    expect(faultsOf({ [name]: word })).toMatchObject([{ path: name, message }]);
  }
});

test.each(["127.0.0.1", "0.0.0.0", "::1", "::", "localhost", "::ffff:127.0.0.1"])(
  "RELAY_HOST may be %s",
  (host) => {
    expect(readConfig({ ...validVariables, RELAY_HOST: host })).toMatchObject({
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
  expect(faultsOf({ RELAY_HOST: host })).toMatchObject([
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
