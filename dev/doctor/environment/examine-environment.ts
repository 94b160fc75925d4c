import type { Config } from "../../../lib/config/config.ts";
import type { Environment } from "../../../lib/config/env-reader.ts";
import type { Fault, FaultKind } from "../../../lib/heartbeat/relay-error.ts";
import { type Code, codes } from "../codes.ts";
import { examined, type Found, type Part } from "../finding.ts";
import { findEndpointDoubts } from "./endpoint.ts";
import { findMisspelt, isSet, known } from "./names.ts";
import { findCredentialShapes, findWrapped } from "./values.ts";

/** What the environment says, and what its values look like. Values are told only where they are no secret. */
export function examineEnvironment(config: Config, env: Environment): Part {
  const unknown = new Set(config.faults.map(({ path }) => path).filter(isUnknown));
  const shapes = [...findMisspelt(env, unknown), ...findWrapped(env)];
  const pair = shapes.length === 0 ? findCredentialShapes(env) : [];
  const seen = [...shapes, ...pair];
  // Where the shape says more of a variable than the relay's own fault does, that is told once.
  const told = new Set(seen.filter(isError).map(({ subject }) => subject));
  const faults = config.faults
    .filter(({ path }) => isVariable(path) && !unknown.has(path))
    .filter(({ path }) => path !== "RELAY_CONFIG" && !told.has(path))
    .map(toFound);
  const doubts = config.upstream ? findEndpointDoubts(config.upstream, env) : [];
  const auth: Found[] = config.auth === "none" ? [{ code: "auth-off", subject: "RELAY_AUTH" }] : [];
  const count = known.filter((name) => isSet(env, name)).length;
  return {
    found: [...seen, ...faults, ...doubts, ...auth],
    examined: [examined("environment", `${count} of the relay's variables are set`)],
  };
}

function isError({ code, severity }: Found): boolean {
  return (severity ?? codes[code].severity) === "error";
}

/** Whether a fault is of the environment, and not of a field in the file. */
export function isVariable(path: string): boolean {
  return known.includes(path) || isUnknown(path) || /^(?:AWS|NODE|POWERTOOLS)_/.test(path);
}

function isUnknown(path: string): boolean {
  return /^RELAY[_-]/i.test(path) && !known.includes(path);
}

const malformed: readonly (readonly [RegExp, Code])[] = [
  [/^TENCENTCLOUD_REGION$/, "region-malformed"],
  [/^TENCENTCLOUD_/, "credentials-malformed"],
  [/^CLS_ENDPOINT$/, "endpoint-malformed"],
  [/^CLS_CONNECT_TO$/, "connect-to-malformed"],
  [/^RELAY_PROXY$/, "proxy-malformed"],
  [/^RELAY_AUTH$/, "auth-malformed"],
  [/^POWERTOOLS_DEV$/, "powertools-dev"],
  [/^NODE_(?:TLS_REJECT_UNAUTHORIZED|OPTIONS)$/, "tls-weakened"],
  [/^NODE_DEBUG$/, "node-debug"],
];

/** A fault of `readConfig` as a finding; its message is told too, and never holds a value. */
function toFound({ path, message, kind, rule }: Fault): Found {
  const code = toCode(path, kind);
  const found = { code, subject: path, detail: `${path} ${message}.` };
  const isExact = code === "variable-invalid" && rule !== undefined;
  if (!isExact) return found;
  const [option] = optional.exec(`${path} ${rule}`) ?? [];
  const orNone = option === undefined ? "" : `, or unset ${option}`;
  return { ...found, fix: `Set ${path} to ${rule}${orNone}.` };
}

/** What the relay does without, and all that is needed for it alone. */
const optional = /RELAY_(?:LEDGER_TABLE|CREDENTIALS_SECRET)|AWS_ENDPOINT_\w+/;

const byKind: Partial<Record<FaultKind, Code>> = {
  placeholder: "value-placeholder",
  conflict: "proxy-and-connect-to",
  "not-a-number": "number-malformed",
};

function toCode(path: string, kind: FaultKind | undefined): Code {
  if (kind === "missing" && path.startsWith("TENCENTCLOUD_")) {
    return path === "TENCENTCLOUD_REGION" ? "region-missing" : "credentials-missing";
  }
  const ofPath = malformed.find(([pattern]) => pattern.test(path))?.[1];
  return (kind && byKind[kind]) ?? ofPath ?? "variable-invalid";
}
