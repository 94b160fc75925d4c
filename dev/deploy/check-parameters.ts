import type { Fault } from "../../lib/heartbeat/relay-error.ts";
import { nearest } from "../doctor/environment/near.ts";
import { parameters, removedParameters } from "./parameters.ts";
import { isResolvedLater } from "./resolved-later.ts";

/** The values of one place, by the name of the parameter. */
export type Values = Readonly<Record<string, unknown>>;

export type Given = {
  readonly stage: string;
  /** `--region`, which is used instead of the parameter `awsRegion`. */
  readonly region: string | undefined;
  /** `--param` of the command line, as osls reads them: `name=value`. */
  readonly options: readonly string[];
  /** The blocks of `params` in `serverless.yml`, by stage and `default`. */
  readonly blocks: Readonly<Record<string, Values>>;
};

/** What is wrong with the parameters by themselves, before anything reads them. */
export function checkParameters({ stage, region, options, blocks }: Given): Fault[] {
  const ofStage: Values = { ...blocks[stage], ...readOptions(options) };
  const values: Values = { ...blocks["default"], ...ofStage, ...(region && { awsRegion: region }) };
  return [
    ...Object.keys(ofStage)
      .filter((name) => !Object.hasOwn(parameters, name))
      .map(toUnknown),
    ...Object.entries(values).flatMap(([name, value]) => checkValue(name, String(value))),
    ...checkStage(stage),
    ...checkCredentials(ofStage),
    ...checkRuntime(ofStage),
    ...checkTopics(values),
  ];
}

/** The last one of a name wins, as in osls. */
function readOptions(options: readonly string[]): Values {
  return Object.fromEntries(
    options.map((option) => {
      const end = option.indexOf("=");
      return [option.slice(0, end), option.slice(end + 1).trimEnd()];
    }),
  );
}

function toUnknown(name: string): Fault {
  if (Object.hasOwn(removedParameters, name)) {
    return { path: name, message: `is not used any more; remove it: ${removedParameters[name]}` };
  }
  const near = nearest(name, Object.keys(parameters), 3);
  const hint = near === undefined ? "docs/deploy.md lists them" : `did you mean ${near}?`;
  return { path: name, message: `is not a parameter; ${hint}` };
}

function checkValue(name: string, value: string): Fault[] {
  const { isRight, rule = "" } = Object.hasOwn(parameters, name) ? (parameters[name] ?? {}) : {};
  if (isRight === undefined || isUnknown(value) || isRight(value)) return [];
  return [{ path: name, message: rule }];
}

/** The stage is a part of the roles' names, of 64 characters at most. */
function checkStage(stage: string): Fault[] {
  if (/^[A-Za-z0-9-]{1,24}$/.test(stage)) return [];
  return [{ path: "stage", message: "must be 1 to 24 of A-Z a-z 0-9 -" }];
}

/** One of the pair alone would be combined with the other one of the secret. */
function checkCredentials(given: Values): Fault[] {
  const [present, ...more] = ["secretId", "secretKey"].filter((name) => Object.hasOwn(given, name));
  if (present === undefined || more.length > 0) return [];
  const path = present === "secretId" ? "secretKey" : "secretId";
  return [{ path, message: `is missing; give it together with ${present}` }];
}

/** What nobody reads was most likely meant to be used. */
function checkRuntime({ credentialsAtRuntime = "none", ...given }: Values): Fault[] {
  if (credentialsAtRuntime === "none") return [];
  return ["credentialsSecret", "secretId", "secretKey"]
    .filter((name) => Object.hasOwn(given, name))
    .map((path) => ({ path, message: "must not be combined with credentialsAtRuntime" }));
}

/** CloudWatch notifies no topic of another region, and the relay asks its own. */
function checkTopics({ awsRegion, ...values }: Values): Fault[] {
  return ["alarmTopicArn", "transitionsTopicArn"].flatMap((path) => {
    const [, , service, region = ""] = String(values[path]).split(":");
    if (service !== "sns" || isUnknown(String(awsRegion)) || region === awsRegion) return [];
    return [{ path, message: `must be in the stack's region, ${String(awsRegion)}` }];
  });
}

/** Put in by osls or by CloudFormation later on. */
function isUnknown(value: string): boolean {
  return value.includes("${") || isResolvedLater(value);
}
