import type { Config } from "../../../lib/config/config.ts";
import type { Environment } from "../../../lib/config/env-reader.ts";
import type { Fault, FaultKind } from "../../../lib/heartbeat/relay-error.ts";
import type { Code } from "../codes.ts";
import { isVariable } from "../environment/examine-environment.ts";
import { nearest } from "../environment/near.ts";
import { examined, type Found, notExamined, type Part } from "../finding.ts";
import { whyNotJson } from "../../../lib/heartbeat/why-not-json.ts";
import { findNameDoubts } from "./names.ts";
import { findAliasDoubts } from "./aliases.ts";

export type FileOptions = {
  readonly config: Config;
  readonly env: Environment;
  /** The text of a file; undefined where it cannot be read. */
  readonly readText: (path: string) => string | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly nowEpochMs: number;
};

/** Whether the configuration file can be read, and what its names and aliases look like. */
export function examineFile({ config, env, readText, nowEpochMs }: FileOptions): Part {
  const path = env["RELAY_CONFIG"]?.trim() || "relay.config.json";
  const found = config.faults
    .filter((fault) => fault.path === "RELAY_CONFIG" || !isVariable(fault.path))
    .map((fault) => toFound(fault, path, readText));
  const { settings } = config;
  if (settings === undefined)
    return { found, examined: [notExamined("file", `see ${path} below`)] };
  const { keys, aliases } = settings;
  const facts = `${path}, keys: ${keys.length}, aliases: ${aliases.size}`;
  return {
    found: [...found, ...findNameDoubts(settings), ...findAliasDoubts(settings, nowEpochMs)],
    examined: [examined("file", facts)],
  };
}

function toFound(fault: Fault, file: string, readText: FileOptions["readText"]): Found {
  const { path, kind } = fault;
  if (path !== "RELAY_CONFIG") return ofField(fault);
  const text = readText(file);
  if (kind !== "not-json" || text === undefined) {
    return { code: "file-unreadable", subject: path, detail: `It is ${file}.` };
  }
  return { code: "file-not-json", subject: file, detail: whyNotJson(text) };
}

function ofField({ path, message, kind }: Fault): Found {
  const detail = `${path} ${message}.`;
  if (kind === "unknown-field") {
    const name = path.split(".").at(-1) ?? "";
    const near = nearest(name, fields, 3);
    const fix = near === undefined ? {} : { fix: `Did you mean ${near}? If not, remove it.` };
    return { code: "file-unknown-field", subject: path, detail, ...fix };
  }
  const ofPath = /^keys\.\d+\.sha256(?:\.\d)?$/.test(path) ? "key-not-a-digest" : "file-invalid";
  return { code: (kind && byKind[kind]) ?? ofPath, subject: path, detail };
}

const byKind: Partial<Record<FaultKind, Code>> = {
  repeated: "key-repeated",
  name: "name-blanks",
  "no-default": "alias-incomplete",
  "digest-of-nothing": "key-digest-of-nothing",
};

/** Every field that an object of the file may have. */
const fields = [
  ...[
    "keys",
    "aliases",
    "defaults",
    "name",
    "sha256",
    "expiresAt",
    "consumerGroup",
    "consumerGroups",
  ],
  ...[
    "logsetId",
    "logsetIds",
    "consumer",
    "consumers",
    "hookOnly",
    "read",
    "topics",
    "partitionStrategy",
  ],
  ...["scheduled", "scheduledUntil", "everySeconds", "allowGet"],
];
