import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { environmentVariables } from "../environment-variables.ts";

const source = readFileSync(new URL("../../../lib/config/config.ts", import.meta.url), "utf8");
const read = new Set(source.match(/(?<=")(?:TENCENTCLOUD|CLS|RELAY)_[A-Z_]+(?=")/g));
const listed = environmentVariables.map(({ name }) => name);

test("every variable that is read is listed, and every listed one is read", () => {
  expect(listed.toSorted()).toEqual([...read].toSorted());
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

test("credentials, and a proxy that may hold some, are secret", () => {
  expect(environmentVariables.filter(({ secret }) => secret).map(({ name }) => name)).toEqual([
    "TENCENTCLOUD_SECRET_ID",
    "TENCENTCLOUD_SECRET_KEY",
    "TENCENTCLOUD_SESSION_TOKEN",
    "TENCENTCLOUD_TOKEN",
    "TENCENTCLOUD_SECURITY_TOKEN",
    "RELAY_PROXY",
  ]);
});

test("each says what it means", () => {
  for (const { meaning } of environmentVariables) expect(meaning).toMatch(/^[A-Za-z].*\.$/);
});
