import type { Environment } from "../../../lib/config/env-reader.ts";
import {
  environmentVariables,
  observeVariables,
  serverVariables,
} from "../../config/environment-variables.ts";
import type { Found } from "../finding.ts";
import { nearest } from "./near.ts";

export const known: readonly string[] = [
  ...environmentVariables,
  ...serverVariables,
  ...observeVariables,
].map(({ name }) => name);
const required = new Set(
  environmentVariables.flatMap(({ name, required: is }) => (is ? name : [])),
);

/** Read by Tencent's other tools on purpose. */
const others = new Set(["TENCENTCLOUD_APPID", "TENCENTCLOUD_UIN"]);

/** How other tools call what the relay needs. */
const endings: readonly (readonly [RegExp, string])[] = [
  [/SECRET_?ID$/, "TENCENTCLOUD_SECRET_ID"],
  [/SECRET_?KEY$/, "TENCENTCLOUD_SECRET_KEY"],
  [/REGION$/, "TENCENTCLOUD_REGION"],
];

export function isSet(env: Environment, name: string): boolean {
  return (env[name]?.trim() ?? "") !== "";
}

/** Variables with the prefixes of the relay's own that it does not read; `refused`: those that it refuses for that. */
export function findMisspelt(env: Environment, refused: ReadonlySet<string>): Found[] {
  return Object.keys(env)
    .filter((name) => /^(?:TENCENT|QCLOUD|CLS_|RELAY[_-])/i.test(name) && isSet(env, name))
    .filter((name) => !known.includes(name) && !others.has(name))
    .filter((name) => refused.has(name) || !/^RELAY[_-]/i.test(name))
    .flatMap((name): Found[] => {
      const meant = meantBy(name);
      const isError = refused.has(name) || (meant !== undefined && required.has(meant));
      if (meant !== undefined && !isSet(env, meant)) return [misspelt(name, meant, isError)];
      return refused.has(name) ? [{ code: "variable-unknown", subject: name }] : [];
    });
}

function misspelt(name: string, meant: string, isError: boolean): Found {
  return {
    code: "variable-misspelt",
    subject: meant,
    detail: `${name} is set, ${meant} is not.`,
    fix: `Rename ${name} to ${meant}.`,
    ...(isError && { severity: "error" }),
  };
}

function meantBy(name: string): string | undefined {
  const upper = name.toUpperCase();
  const near = nearest(upper, known, 2);
  return near ?? endings.find(([ending]) => ending.test(upper))?.[1];
}
