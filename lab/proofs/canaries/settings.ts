import fc from "fast-check";
import { type Canaries, digestOf } from "../support/canaries.ts";
import { fill } from "./fill.ts";

/** How a sandbox is configured; canaries by name. */
export type PlannedSettings = {
  readonly logLevel: string;
  readonly auth: "keys" | "none";
  readonly withToken: boolean;
  /** Whether the sandboxes count together, in a table that the proof stands in for. */
  readonly withTable: boolean;
  /** The way to CLS; behind the proxy there is none. */
  readonly way: "direct" | "proxy";
  readonly metricsDisabled: boolean;
  /** Variables that an operator got wrong. */
  readonly wrong: Readonly<Record<string, string>>;
  readonly file: "right" | "key for digest" | "no JSON";
};

const wrong = fc.oneof(
  { weight: 20, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Readonly<Record<string, string>>[]>(
      { TENCENTCLOUD_SECRET_KEY: "{{secretKey}} {{secretKey}}" },
      { TENCENTCLOUD_SECRET_ID: "<{{secretId}}>" },
      { TENCENTCLOUD_SECRET_ID: "" },
      { TENCENTCLOUD_TOKEN: "{{token}}\n{{token}}" },
      { TENCENTCLOUD_REGION: "{{secretId}}" },
      { CLS_ENDPOINT: "{{secretId}}" },
      { CLS_CONNECT_TO: "http://{{secretId}}:{{key}}@127.0.0.1:1" },
      { RELAY_PROXY: "http://{{secretId}}:{{key}}@127.0.0.1:1/{{token}}" },
      { RELAY_CONFIG: "/nowhere/{{key}}" },
      { RELAY_AUTH: "{{key}}" },
      { RELAY_DEADLINE_MS: "{{token}}" },
      { RELAY_LEDGER_TABLE: "{{awsKeyId}} {{awsSecretKey}}" },
      { RELAY_LEDGER_TABLE: "ledger", AWS_REGION: "{{awsToken}}" },
      { RELAY_LEDGER_TABLE: "ledger", AWS_SECRET_ACCESS_KEY: "{{awsSecretKey}} {{awsSecretKey}}" },
      { RELAY_LEDGER_TABLE: "ledger", AWS_SESSION_TOKEN: "{{awsToken}} {{awsToken}}" },
      { AWS_ENDPOINT_URL_DYNAMODB: "http://{{awsKeyId}}:{{awsSecretKey}}@127.0.0.1:1" },
    ),
  },
);

export const plannedSettings: fc.Arbitrary<PlannedSettings> = fc.record<PlannedSettings>({
  logLevel: fc.constantFrom("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "CRITICAL", "SILENT"),
  auth: fc.constantFrom("keys", "keys", "none"),
  withToken: fc.boolean(),
  withTable: fc.nat({ max: 2 }).map((one) => one === 0),
  way: fc.nat({ max: 11 }).map((one) => (one === 0 ? ("proxy" as const) : ("direct" as const))),
  metricsDisabled: fc.nat({ max: 9 }).map((one) => one === 0),
  wrong,
  file: fc.oneof(
    { weight: 30, arbitrary: fc.constant("right" as const) },
    { weight: 1, arbitrary: fc.constantFrom("key for digest" as const, "no JSON" as const) },
  ),
});

/** Where the sandbox finds what is not in its environment. */
export type Places = Readonly<Record<"url" | "tableUrl" | "proxyUrl" | "configPath", string>>;

/** Short: what hangs takes all of it. */
export const deadlineMs = 60;

export function toEnvironment(
  { auth, withToken, withTable, way, wrong: mistakes, logLevel, metricsDisabled }: PlannedSettings,
  canaries: Canaries,
  { url, tableUrl, proxyUrl, configPath }: Places,
): Record<string, string> {
  const { secretId, secretKey, token, awsKeyId, awsSecretKey, awsToken } = canaries;
  return {
    TENCENTCLOUD_SECRET_ID: secretId,
    TENCENTCLOUD_SECRET_KEY: secretKey,
    ...(withToken && { TENCENTCLOUD_TOKEN: token }),
    TENCENTCLOUD_REGION: "ap-guangzhou",
    ...(way === "direct"
      ? { CLS_CONNECT_TO: url }
      : { RELAY_PROXY: withPassword(proxyUrl, canaries.proxyPassword) }),
    ...(withTable && {
      RELAY_LEDGER_TABLE: "ledger",
      AWS_REGION: "ap-southeast-1",
      AWS_ENDPOINT_URL_DYNAMODB: tableUrl,
      AWS_ACCESS_KEY_ID: awsKeyId,
      AWS_SECRET_ACCESS_KEY: awsSecretKey,
      AWS_SESSION_TOKEN: awsToken,
    }),
    CLS_RATE_PER_SECOND: withTable ? "100" : "10000",
    RELAY_CONFIG: configPath,
    RELAY_AUTH: auth,
    RELAY_DEADLINE_MS: String(deadlineMs),
    POWERTOOLS_LOG_LEVEL: logLevel,
    POWERTOOLS_METRICS_DISABLED: String(metricsDisabled),
    ...Object.fromEntries(
      Object.entries(mistakes).map(([name, value]) => [name, fill(value, canaries)]),
    ),
  };
}

function withPassword(proxyUrl: string, password: string): string {
  return proxyUrl.replace("//", `//relay:${encodeURIComponent(password)}@`);
}

export function toFile({ file }: PlannedSettings, { key, hookKey }: Canaries): string {
  if (file === "no JSON") return `{"keys": ${key}`;
  const preset = {
    consumerGroup: "orders",
    consumer: "orders-1",
    logsetId: "l",
    topics: ["topic"],
  };
  const keys = [
    { name: "caller", sha256: file === "right" ? digestOf(key) : key },
    { name: "hook", sha256: digestOf(hookKey), hookOnly: true },
  ];
  const aliases = { "orders-1": preset, "orders-get": { ...preset, allowGet: true } };
  return JSON.stringify({ keys, aliases });
}
