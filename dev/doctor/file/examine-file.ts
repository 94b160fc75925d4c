import type { Config } from "../../../lib/config/config.ts";
import type { Environment } from "../../../lib/config/env-reader.ts";
import type { Fault } from "../../../lib/heartbeat/relay-error.ts";
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

function toFound({ path, message }: Fault, file: string, readText: FileOptions["readText"]): Found {
  if (path !== "RELAY_CONFIG") return ofField(path, message);
  const text = readText(file);
  if (!message.startsWith("is not JSON") || text === undefined) {
    return { code: "file-unreadable", subject: path, detail: `It is ${file}.` };
  }
  return { code: "file-not-json", subject: file, detail: whyNotJson(text) };
}

function ofField(path: string, message: string): Found {
  const detail = `${path} ${message}.`;
  if (message === "is not a field of this object") {
    const name = path.split(".").at(-1) ?? "";
    const near = nearest(name, fields, 3);
    const fix = near === undefined ? {} : { fix: `Did you mean ${near}? If not, remove it.` };
    return { code: "file-unknown-field", subject: path, detail, ...fix };
  }
  return { code: toCode(path, message), subject: path, detail };
}

function toCode(path: string, message: string): Code {
  if (message.startsWith("is also that of another key")) return "key-repeated";
  if (message.startsWith("must have 1 to 255 visible")) return "name-blanks";
  if (message.startsWith("is missing here and in defaults")) return "alias-incomplete";
  if (!/^keys\.\d+\.sha256(?:\.\d)?$/.test(path)) return "file-invalid";
  return message.startsWith("is the SHA-256 of an empty text")
    ? "key-digest-of-nothing"
    : "key-not-a-digest";
}

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
  ...["logsetId", "logsetIds", "consumer", "consumers", "hookOnly", "topics", "partitionStrategy"],
  ...["scheduled", "scheduledUntil", "everySeconds", "allowGet"],
];
