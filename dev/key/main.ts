import { readFileSync } from "node:fs";
import { systemClock } from "../../lib/base/clock.ts";
import { codeOf } from "../../lib/base/unknown-object.ts";
import { configPath, processEnvironment } from "../../lib/config/config.ts";
import { parseRelayFile } from "../../lib/config/relay-file.ts";
import type { Fault } from "../../lib/heartbeat/relay-error.ts";
import { readArguments, refuseValue } from "../cli/read-arguments.ts";
import { type Change, changeKeys } from "./change-keys.ts";
import { command, readRequest, type Request } from "./command.ts";
import { createKey } from "./create-key.ts";
import { editFile } from "./edit-file.ts";
import { describeKey, keyTable } from "./list-keys.ts";
import { madeText, toldText } from "./texts.ts";

const { options, operands } = readArguments(command);
const path = configPath(processEnvironment());
const request = readRequest({ options, operands });

function run(asked: Request): void {
  if (asked.verb === "make") make(asked.name);
  else if (asked.verb === "list") list();
  else change(asked);
}

function make(name: string): void {
  const { key, sha256 } = createKey();
  // By the rule of the file that the entry is for: a name that it refuses would be found when the relay starts.
  const file = parseRelayFile(JSON.stringify({ keys: [{ name, sha256 }] }));
  if (file.ok) tell({ name, key, sha256 }, madeText({ name, key, sha256 }));
  else {
    const lines = file.faults.map(({ message }) => `the name ${message}`);
    refuse(lines, 64);
  }
}

function list(): void {
  const file = parseRelayFile(readFileSync(path, "utf8"));
  if (file.ok) {
    const { keys } = file.value;
    const nowEpochMs = systemClock.epochMs();
    const described = keys.map((key) => describeKey(key, nowEpochMs));
    tell({ file: path, keys: described }, keyTable(keys, nowEpochMs));
  } else refuse(file.faults.map(inFile));
}

function change(asked: Change): void {
  const edited = editFile(path, (text) => changeKeys(text, asked, systemClock.epochMs()));
  if (edited.ok) {
    const { digests } = edited.value;
    const { verb, name } = asked;
    const made = "made" in asked ? asked.made : {};
    tell({ file: path, verb, name, ...made, digests }, toldText(asked, { path, digests }));
  } else refuse(edited.faults.map(inFile));
}

function inFile({ path: place, message }: Fault): string {
  return `${path}: ${place === "" ? "" : `${place} `}${message}`;
}

function tell(json: object, text: string): void {
  process.stdout.write(options.json ? `${JSON.stringify(json)}\n` : text);
}

function refuse(lines: readonly string[], exitCode: 1 | 64 = 1): void {
  for (const line of lines) console.error(`${command.name}: ${line}`);
  process.exitCode = exitCode;
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (codeOf(error) !== "EEXIST") return error.message;
  return `${path}.new exists: another edit is under way, or was cut off. If none is running, remove it.`;
}

if (typeof request === "string") refuseValue(request);
try {
  run(request);
} catch (error) {
  refuse([explain(error)]);
}
