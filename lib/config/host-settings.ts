import { isIP } from "node:net";
import { parseAddresses } from "./addresses.ts";
import type { Reader } from "./env-reader.ts";

/** What only the server needs. */
export type ServerSettings = {
  readonly port: number;
  /** Absent: loopback only, by IPv4 and IPv6. */
  readonly host: string | undefined;
  /** Whether the server starts the schedule every minute. */
  readonly hasSchedule: boolean;
  /** Requests under way at once; one more is answered 503. */
  readonly maxRequests: number;
  /** Whose `Forwarded` and `X-Forwarded-…` count. */
  readonly trustedProxies: readonly string[];
  /** Where anybody who reaches it may read the metrics; absent: only a key reads them. */
  readonly metrics: { readonly port: number; readonly host: string | undefined } | undefined;
  /** Where leases outlive a restart; absent: nowhere. */
  readonly stateFile: string | undefined;
};

/** What the log and the metrics say of this process. */
export type ObserveSettings = {
  readonly logLevel: LogLevel;
  readonly service: string;
  readonly stage: string;
  /** The function as Lambda calls it; "server" elsewhere. */
  readonly functionName: string;
  /** Of the metrics; undefined: none are written. */
  readonly namespace: string | undefined;
};

const logLevels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "CRITICAL", "SILENT"] as const;
export type LogLevel = (typeof logLevels)[number];

const onOrOff = new Map([
  ["on", true],
  ["off", false],
]);
const trueOrFalse = new Map([
  ["true", true],
  ["false", false],
]);

/** The value of a dimension of CloudWatch, and what an operator can read. */
const isPlainText = (value: string) => /^[\x20-\x7e]{1,64}$/.test(value);
const plainText = { isRight: isPlainText, rule: "1 to 64 characters of ASCII" };

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Namespace */
const namespaceRule = {
  isRight: (value: string) => /^(?!AWS\/|:)[\w.\-/#: ]{1,255}$/.test(value),
  rule: "1 to 255 of A-Z a-z 0-9 . - _ / # : and spaces, and must not begin with AWS/ or a colon",
};

const hostRule = {
  // Any other name, or a number such as 0, might resolve to an address that is open to the network.
  isRight: (value: string) => value === "localhost" || isIP(value) !== 0,
  rule: "an IP address or localhost",
};

const ports = { least: 0, most: 65_535 };

const proxies = "RELAY_TRUSTED_PROXIES";

export function readServerSettings(reader: Reader): ServerSettings {
  return {
    port: reader.number("PORT", { fallback: 3000, ...ports }),
    host: reader.text("RELAY_HOST", hostRule),
    hasSchedule: reader.choice("RELAY_SCHEDULE", onOrOff, true),
    maxRequests: reader.number("RELAY_MAX_REQUESTS", { fallback: 1000, least: 1, most: 100_000 }),
    trustedProxies:
      reader.take(proxies, parseAddresses(proxies, reader.optional(proxies) ?? "")) ?? [],
    metrics: readMetricsPlace(reader),
    stateFile: readStateFile(reader),
  };
}

function readMetricsPlace(reader: Reader): ServerSettings["metrics"] {
  const host = reader.text("RELAY_METRICS_HOST", hostRule);
  if (reader.optional("RELAY_METRICS_PORT") !== undefined) {
    return { port: reader.number("RELAY_METRICS_PORT", { fallback: 0, ...ports }), host };
  }
  if (reader.optional("RELAY_METRICS_HOST") !== undefined) {
    reader.fault(
      "RELAY_METRICS_HOST",
      "has no effect without RELAY_METRICS_PORT; set both or none",
    );
  }
  return undefined;
}

function readStateFile(reader: Reader): string | undefined {
  const path = reader.optional("RELAY_STATE_FILE");
  if (path !== undefined && reader.optional("RELAY_LEDGER_TABLE") !== undefined) {
    const message = "must not be combined with RELAY_LEDGER_TABLE, which keeps leases by itself";
    reader.fault("RELAY_STATE_FILE", message, "conflict");
  }
  return path;
}

export function readObserveSettings(reader: Reader): ObserveSettings {
  const functionName = reader.optional("AWS_LAMBDA_FUNCTION_NAME");
  const levels = new Map(logLevels.map((level) => [level as string, level]));
  const namespace = reader.text("POWERTOOLS_METRICS_NAMESPACE", namespaceRule) ?? "HeartbeatRelay";
  // Metrics are log lines that CloudWatch reads; on a terminal they are noise.
  const isOff = functionName === undefined;
  return {
    logLevel: reader.choice("POWERTOOLS_LOG_LEVEL", levels, "INFO"),
    service: reader.text("POWERTOOLS_SERVICE_NAME", plainText) ?? "heartbeat-relay",
    stage: reader.text("RELAY_STAGE", plainText) ?? "default",
    functionName: functionName ?? "server",
    namespace: reader.choice("POWERTOOLS_METRICS_DISABLED", trueOrFalse, isOff)
      ? undefined
      : namespace,
  };
}
