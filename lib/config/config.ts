import { readFileSync } from "node:fs";
import { codeOf } from "../base/unknown-object.ts";
import {
  isClsEndpoint,
  isRegion,
  parseBasePath,
  parseConnectTo,
  parseProxy,
} from "./env-values.ts";
import { createReader, type Environment, type Range, type Reader } from "./env-reader.ts";
import type { UpstreamConfig } from "../tencent/upstream.ts";
import type { Fault } from "../heartbeat/relay-error.ts";
import type { Parsed } from "../heartbeat/faults.ts";
import { parseRelayFile, type RelaySettings } from "./relay-file.ts";
import type { TableConfig } from "../ledger/table/dynamo-store.ts";
import { type AlarmSettings, readAlarms } from "./read-alarms.ts";
import { readCredentials } from "./read-credentials.ts";
import { readLedgerTable } from "./read-ledger-table.ts";
import {
  type ObserveSettings,
  readObserveSettings,
  readServerSettings,
  type ServerSettings,
} from "./host-settings.ts";
import { refuseUnknown, refuseVariables } from "./refused-variables.ts";

/**
 * What the environment and the configuration file say. With any fault there is no `upstream`, so
 * that nothing is sent on half a configuration; keys are still checked where the file could be read.
 */
export type Config = {
  readonly faults: readonly Fault[];
  readonly upstream: UpstreamConfig | undefined;
  readonly settings: RelaySettings | undefined;
  readonly auth: "keys" | "none";
  /** What stands before every path, as a proxy or a domain maps it; empty where nothing does. */
  readonly basePath: string;
  readonly deadlineMs: number;
  /** What the credentials may send, wherever it is sent from. */
  readonly ratePerSecond: number;
  /** The table in which many processes keep to it together; without one, this is the only process. */
  readonly ledgerTable: TableConfig | undefined;
  readonly maxWaitMs: number;
  readonly server: ServerSettings;
  readonly observe: ObserveSettings;
  readonly alarms: AlarmSettings;
};

/** The environment of this process; nothing else of the relay touches it. */
export function processEnvironment(): Environment {
  return process.env;
}

/** Reads everything once. Never throws: faults name the variable or field, and never the value. */
export function readConfig(env: Environment = processEnvironment()): Config {
  const reader = createReader(env);
  const upstream = readUpstream(reader, env);
  const settings = reader.take("RELAY_CONFIG", readSettings(reader.optional("RELAY_CONFIG")));
  const auth = reader.choice("RELAY_AUTH", authModes, "keys");
  const basePath = parseBasePath(reader.optional("RELAY_BASE_PATH") ?? "");
  if (basePath === undefined) reader.invalid("RELAY_BASE_PATH", "a path such as /relay");
  const table = reader.optional("RELAY_LEDGER_TABLE");
  const ledgerTable = table === undefined ? undefined : readLedgerTable(reader, table);
  if (ledgerTable === undefined) refuseMemory(reader);
  const numbers = readNumbers(reader, ledgerTable ? mostInTable : mostInMemory);
  const server = readServerSettings(reader);
  const observe = readObserveSettings(reader);
  const alarms = readAlarms(reader);
  refuseVariables(reader);
  refuseUnknown(reader);
  return {
    faults: reader.faults,
    // CLS may have several addresses, and the first may be silent: leave time for another one.
    upstream:
      reader.faults.length === 0
        ? { ...upstream, addressMs: Math.ceil(numbers.deadlineMs / 3) }
        : undefined,
    settings,
    auth,
    basePath: basePath ?? "",
    ledgerTable,
    ...numbers,
    server,
    observe,
    alarms,
  };
}

const authModes = new Map<string, Config["auth"]>([
  ["keys", "keys"],
  ["none", "none"],
]);

/** Each call that the rate allows is an attribute of one item, which every beat reads and writes. */
const mostInTable = { most: 100, more: " with RELAY_LEDGER_TABLE" };
const mostInMemory = { most: 1_000_000 };

function readNumbers(reader: Reader, rateLimit: Pick<Range, "most" | "more">) {
  const number = (name: string, fallback: number, least: number, most: number) =>
    reader.number(name, { fallback, least, most });
  return {
    deadlineMs: number("RELAY_DEADLINE_MS", 3000, 1, 60_000),
    ratePerSecond: reader.number("CLS_RATE_PER_SECOND", { fallback: 20, least: 1, ...rateLimit }),
    maxWaitMs: number("RELAY_MAX_WAIT_MS", 2000, 0, 60_000),
  };
}

/**
 * On Lambda Managed Instances one environment serves many requests, in threads that share no memory.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html
 */
function refuseMemory(reader: Reader): void {
  const kind = reader.optional("AWS_LAMBDA_INITIALIZATION_TYPE");
  if (kind !== "lambda-managed-instances") return;
  const rule =
    "is missing: on Lambda Managed Instances threads share no memory, and need the table";
  reader.fault("RELAY_LEDGER_TABLE", rule);
}

function readUpstream(reader: Reader, env: Environment): UpstreamConfig {
  const credentials = readCredentials(reader, env);
  const ownRegion = reader.optional("RELAY_REGION") && "RELAY_REGION";
  const regionName = ownRegion ?? "TENCENTCLOUD_REGION";
  const region = reader.required(regionName, isRegion, "a region such as ap-guangzhou");
  const endpoint = reader.optional("CLS_ENDPOINT") ?? "cls.intl.tencentcloudapi.com";
  if (!isClsEndpoint(endpoint)) {
    const rule = "a host such as cls.intl.tencentcloudapi.com, without scheme, port or path";
    reader.invalid("CLS_ENDPOINT", rule);
  }
  const connectToText = reader.optional("CLS_CONNECT_TO");
  const proxyText = reader.optional("RELAY_PROXY");
  if (connectToText && proxyText) {
    const message = "must not be combined with CLS_CONNECT_TO; set one of the two";
    reader.fault("RELAY_PROXY", message, "conflict");
  }
  const connectTo =
    connectToText && reader.take("CLS_CONNECT_TO", parseConnectTo("CLS_CONNECT_TO", connectToText));
  const proxy = proxyText && reader.take("RELAY_PROXY", parseProxy("RELAY_PROXY", proxyText));
  return {
    ...credentials,
    region,
    endpoint,
    ...(connectTo && { connectTo }),
    ...(proxy && { proxy }),
  };
}

const defaultPath = "relay.config.json";

const noSettings: RelaySettings = { keys: [], aliases: new Map(), defaults: {} };

/** A file that is named must exist; without the default file there are no keys. */
function readSettings(path: string | undefined): Parsed<RelaySettings> {
  try {
    return parseRelayFile(readFileSync(path ?? defaultPath, "utf8"));
  } catch (error) {
    if (path === undefined && codeOf(error) === "ENOENT") return { ok: true, value: noSettings };
    const message = "names a file that cannot be read";
    return { ok: false, faults: [{ path: "RELAY_CONFIG", message }] };
  }
}

/** Where the configuration file is. */
export function configPath(env: Environment): string {
  return createReader(env).optional("RELAY_CONFIG") ?? defaultPath;
}
