import { expect, test } from "@jest/globals";
import { removedVariables } from "../../../lib/config/refused-variables.ts";
import { readConfig } from "../../../lib/config/config.ts";
import {
  environmentVariables,
  observeVariables,
  scfVariables,
  serverVariables,
} from "../environment-variables.ts";

const listed = environmentVariables.map(({ name }) => name);

/** The names that are looked for in an environment without any. */
function namesRead(): string[] {
  const names = new Set<string>();
  const nothing = new Proxy<Record<string, undefined>>(
    {},
    {
      get(_target, name) {
        names.add(String(name));
        return undefined;
      },
    },
  );
  readConfig(nothing);
  return [...names];
}

test("every variable that is read is listed, and every listed one is read", () => {
  const ofHosts = [...serverVariables, ...observeVariables, ...scfVariables].map(
    ({ name }) => name,
  );
  // What AWS sets, and what is refused (lib/config/refused-variables.ts).
  const others = /^(?:AWS_|NODE_|POWERTOOLS_DEV$|POWERTOOLS_LOGGER_)/;
  const read = namesRead().filter(
    (name) => !others.test(name) && !Object.hasOwn(removedVariables, name),
  );
  expect([...listed, ...ofHosts].toSorted()).toEqual(read.toSorted());
});

test("none is listed twice", () => {
  expect(new Set(listed).size).toBe(listed.length);
});

test("what is required has no default and is deployed", () => {
  const required = environmentVariables.filter((variable) => variable.required);
  expect(required.map(({ name }) => name)).toEqual([
    "TENCENTCLOUD_SECRET_ID",
    "TENCENTCLOUD_SECRET_KEY",
    "TENCENTCLOUD_REGION",
  ]);
  for (const variable of required) expect(variable).not.toHaveProperty("default");
  expect(required.every(({ deployed }) => deployed)).toBe(true);
});

test("credentials are secret, and addresses that may hold some", () => {
  expect(environmentVariables.filter(({ secret }) => secret).map(({ name }) => name)).toEqual([
    "TENCENTCLOUD_SECRET_ID",
    "TENCENTCLOUD_SECRET_KEY",
    "TENCENTCLOUD_SESSION_TOKEN",
    "TENCENTCLOUD_TOKEN",
    "TENCENTCLOUD_SECURITY_TOKEN",
    "RELAY_SECRET_ID",
    "RELAY_SECRET_KEY",
    "RELAY_SESSION_TOKEN",
    "RELAY_PROXY",
    "RELAY_ALARM_URL",
    "RELAY_ALARM_SECRET",
    "RELAY_ALARM_KEY",
    "RELAY_WATCHDOG_URL",
  ]);
});

test("each says what it means", () => {
  for (const { meaning } of environmentVariables) expect(meaning).toMatch(/^[A-Za-z].*\.$/);
});
