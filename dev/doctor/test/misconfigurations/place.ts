import type { Misconfiguration } from "../misconfiguration.ts";

const direct = { CLS_CONNECT_TO: undefined };

/** Of the region, the endpoint and the numbers. */
export const place: readonly Misconfiguration[] = [
  {
    name: "the region is not set",
    env: { TENCENTCLOUD_REGION: undefined },
    expected: "region-missing",
  },
  {
    name: "the region is the name of a city",
    env: { TENCENTCLOUD_REGION: "Singapore" },
    expected: "region-malformed",
  },
  {
    name: "the region has an underscore",
    env: { TENCENTCLOUD_REGION: "ap_singapore" },
    expected: "region-malformed",
  },
  {
    name: "the region is a zone",
    env: { TENCENTCLOUD_REGION: "ap-singapore-1" },
    world: { regions: ["ap-singapore"] },
    expected: "region-unknown",
  },
  {
    name: "the region misses a letter",
    env: { TENCENTCLOUD_REGION: "ap-singapor" },
    world: { regions: ["ap-singapore"] },
    expected: "region-unknown",
  },
  {
    name: "the region is one of AWS",
    env: { TENCENTCLOUD_REGION: "ap-southeast-1" },
    world: { regions: ["ap-singapore"] },
    expected: "region-unknown",
  },
  {
    name: "the endpoint has a scheme",
    env: { CLS_ENDPOINT: "https://cls.tencentcloudapi.com" },
    expected: "endpoint-malformed",
  },
  {
    name: "the endpoint has a port",
    env: { CLS_ENDPOINT: "cls.intl.tencentcloudapi.com:443" },
    expected: "endpoint-malformed",
  },
  {
    name: "the endpoint is the one that logs are uploaded to",
    env: { CLS_ENDPOINT: "ap-singapore.cls.tencentcs.com" },
    expected: "endpoint-malformed",
  },
  {
    name: "the endpoint is of one region and the region is another",
    env: { CLS_ENDPOINT: "cls.ap-guangzhou.tencentcloudapi.com" },
    world: { regions: ["ap-guangzhou"] },
    expected: "endpoint-region-mismatch",
  },
  {
    name: "the international endpoint does not serve the mainland region",
    env: { TENCENTCLOUD_REGION: "ap-guangzhou" },
    world: { regions: ["ap-singapore", "ap-hongkong"] },
    expected: "endpoint-region-mismatch",
  },
  {
    name: "the endpoint is the one inside a VPC, and the relay is outside",
    env: { ...direct, CLS_ENDPOINT: "cls.internal.tencentcloudapi.com" },
    world: { dns: "knows no such name" },
    expected: "endpoint-internal",
  },
  {
    name: "two letters of the endpoint have changed places",
    env: { ...direct, CLS_ENDPOINT: "cls.inlt.tencentcloudapi.com" },
    world: { dns: "knows no such name" },
    expected: "endpoint-unknown",
  },
  {
    name: "CLS_CONNECT_TO has no scheme",
    env: { CLS_CONNECT_TO: "127.0.0.1:9010" },
    expected: "connect-to-malformed",
  },
  {
    name: "CLS_CONNECT_TO is plain http to another machine",
    env: { CLS_CONNECT_TO: "http://emulator.test:9010" },
    expected: "connect-to-malformed",
  },
  {
    name: "a proxy and CLS_CONNECT_TO are both set",
    env: { RELAY_PROXY: "http://127.0.0.1:3128" },
    expected: "proxy-and-connect-to",
  },
  {
    name: "the proxy has no scheme",
    env: { ...direct, RELAY_PROXY: "proxy.test:3128" },
    expected: "proxy-malformed",
  },
  {
    name: "the rate has a unit",
    env: { CLS_RATE_PER_SECOND: "20/s" },
    expected: "number-malformed",
  },
  {
    name: "the deadline is in seconds with a unit",
    env: { RELAY_DEADLINE_MS: "3s" },
    expected: "number-malformed",
  },
  {
    name: "a variable of version 0.1.0 is still set",
    env: { RELAY_SANDBOXES: "10" },
    expected: "variable-unknown",
  },
  {
    name: "RELAY_AUTH has a word of its own",
    env: { RELAY_AUTH: "off" },
    expected: "auth-malformed",
  },
  { name: "keys are switched off", env: { RELAY_AUTH: "none" }, expected: "auth-off" },
  {
    name: "Powertools is in its development mode",
    env: { POWERTOOLS_DEV: "true" },
    expected: "powertools-dev",
  },
  {
    name: "the deadline is longer than the time between two heartbeats",
    env: { RELAY_DEADLINE_MS: "30000" },
    expected: "deadline-over-cadence",
  },
  {
    name: "the deadline is in milliseconds as if they were seconds",
    env: { RELAY_DEADLINE_MS: "3" },
    expected: "deadline-too-short",
  },
  {
    name: "a heartbeat may wait longer than its deadline",
    env: { RELAY_MAX_WAIT_MS: "5000" },
    expected: "wait-over-deadline",
  },
  {
    name: "two variables hold different tokens, and the older one wins",
    env: { TENCENTCLOUD_SESSION_TOKEN: "anOlderToken00000000", TENCENTCLOUD_TOKEN: "{token}" },
    world: { knows: "a token" },
    expected: "token-ambiguous",
  },
  {
    name: "temporary credentials came without their token",
    env: { TENCENTCLOUD_SECRET_ID: "{temporaryId}" },
    world: { knows: "temporary credentials" },
    expected: "token-missing",
  },
];
