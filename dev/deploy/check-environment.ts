import { type Config, readConfig } from "../../lib/config/config.ts";
import type { Fault } from "../../lib/heartbeat/relay-error.ts";
import { toFields } from "../../lib/base/unknown-object.ts";
import { parameters } from "./parameters.ts";
import { isResolvedLater } from "./resolved-later.ts";

export type Checked = {
  /** What no deployment can have. */
  readonly faults: readonly Fault[];
  /** What may be missing until the deployment. */
  readonly missing: readonly Fault[];
  /** The variables whose values only CloudFormation knows. */
  readonly unknown: readonly string[];
};

/**
 * Reads what a function will find, by the relay's own reader: the environment of the template as osls has
 * resolved it, what Lambda adds, and the configuration file.
 */
export function checkEnvironment(
  variables: Readonly<Record<string, unknown>>,
  region = "us-east-1",
): Checked {
  const environment: Record<string, string> = { ...ofLambda, AWS_REGION: region };
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(variables)) {
    if (isLeftOut(value)) continue;
    const known = toKnown(value);
    if (known === undefined) unknown.push(name);
    environment[name] = known ?? standIn;
  }
  const config = readConfig(environment);
  return {
    faults: config.faults.filter(({ path }) => !unknown.includes(path)).map(toParameter),
    missing: findMissing(config),
    unknown,
  };
}

/** Any text that a reader takes for a value, and for no placeholder. */
const standIn = "set-by-cloudformation";

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const ofLambda = {
  AWS_LAMBDA_FUNCTION_NAME: "heartbeat-relay",
  AWS_ACCESS_KEY_ID: standIn,
  AWS_SECRET_ACCESS_KEY: standIn,
  AWS_SESSION_TOKEN: standIn,
};

function isLeftOut(value: unknown): boolean {
  return toFields(value)["Ref"] === "AWS::NoValue";
}

/** Undefined for what CloudFormation puts in its place: an intrinsic function or a dynamic reference. */
function toKnown(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && !isResolvedLater(value) ? value : undefined;
}

/** Under the name that a person can change, where it is one. */
function toParameter({ path, message }: Fault): Fault {
  const [name] = Object.entries(parameters).find(([, { variable }]) => variable === path) ?? [];
  return { path: name === undefined ? path : `${name} (${path})`, message };
}

function findMissing({ auth, settings }: Config): Fault[] {
  if (auth === "none" || settings === undefined || settings.keys.length > 0) return [];
  const message = "has no keys: every heartbeat would be refused; npm run key makes one";
  return [{ path: "relay.config.json", message }];
}
