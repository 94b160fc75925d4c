import type { Environment } from "../../../lib/config/env-reader.ts";
import { environmentVariables } from "../../config/environment-variables.ts";
import type { Found } from "../finding.ts";
import { nearest } from "./near.ts";

export const known: readonly string[] = environmentVariables.map(({ name }) => name);
const required = new Set(
  environmentVariables.flatMap(({ name, required: is }) => (is ? name : [])),
);

/** Read by `npm start` alone, or by Tencent's other tools on purpose. */
const others = new Set(["RELAY_HOST", "RELAY_SCHEDULE", "TENCENTCLOUD_APPID", "TENCENTCLOUD_UIN"]);

/** How other tools call what the relay needs. */
const endings: readonly (readonly [RegExp, string])[] = [
  [/SECRET_?ID$/, "TENCENTCLOUD_SECRET_ID"],
  [/SECRET_?KEY$/, "TENCENTCLOUD_SECRET_KEY"],
  [/REGION$/, "TENCENTCLOUD_REGION"],
];

export function isSet(env: Environment, name: string): boolean {
  return (env[name]?.trim() ?? "") !== "";
}

/** Variables with the prefixes of the relay's own that it does not read. */
export function findMisspelt(env: Environment): Found[] {
  return Object.keys(env)
    .filter((name) => /^(?:TENCENT|QCLOUD|CLS_|RELAY_)/i.test(name) && isSet(env, name))
    .filter((name) => !known.includes(name) && !others.has(name))
    .flatMap((name): Found[] => {
      const meant = meantBy(name);
      if (meant !== undefined && !isSet(env, meant)) return [misspelt(name, meant)];
      return name.startsWith("RELAY_") ? [{ code: "variable-unknown", subject: name }] : [];
    });
}

function misspelt(name: string, meant: string): Found {
  return {
    code: "variable-misspelt",
    subject: meant,
    detail: `${name} is set, ${meant} is not.`,
    fix: `Rename ${name} to ${meant}.`,
    ...(required.has(meant) && { severity: "error" }),
  };
}

function meantBy(name: string): string | undefined {
  const upper = name.toUpperCase();
  const near = nearest(upper, known, 2);
  return near ?? endings.find(([ending]) => ending.test(upper))?.[1];
}
