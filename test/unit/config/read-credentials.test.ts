import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { systemClock } from "../../../lib/base/clock.ts";
import { readConfig } from "../../../lib/config/config.ts";
import { credentialsPath, hasCredentials } from "../../../lib/config/read-credentials.ts";
import { toTold } from "../../../lib/heartbeat/relay-error.ts";
import { secretArn } from "../../support/secrets-manager.ts";
import { ownFolder } from "../../support/own-folder.ts";

const folder = ownFolder();
const fileWith = (text: string) => {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, text);
  return path;
};

const region = { TENCENTCLOUD_REGION: "ap-guangzhou" };
const usual = { TENCENTCLOUD_SECRET_ID: "AKIDusual", TENCENTCLOUD_SECRET_KEY: "usual" };
const own = { RELAY_SECRET_ID: "AKIDown", RELAY_SECRET_KEY: "own" };
const ofRole = {
  TENCENTCLOUD_RUNENV: "SCF",
  TENCENTCLOUD_SECRETID: "AKIDrole",
  TENCENTCLOUD_SECRETKEY: "role",
  TENCENTCLOUD_SESSIONTOKEN: "ofRole",
};
const ofAws = {
  AWS_REGION: "ap-southeast-1",
  AWS_ACCESS_KEY_ID: "ASIAfirst",
  AWS_SECRET_ACCESS_KEY: "third",
};
const { signal } = new AbortController();
const readAgain = (env: object) => {
  const { source } = readConfig({ ...region, ...env }).upstream ?? {};
  return source?.read(signal, systemClock);
};

describe("credentials of the environment", () => {
  test.each([
    ["the names of Tencent's tools", usual, { secretId: "AKIDusual", secretKey: "usual" }],
    [
      "names of our own, with their token",
      { ...own, RELAY_SESSION_TOKEN: "ofOwn" },
      { secretId: "AKIDown", secretKey: "own", token: "ofOwn" },
    ],
    [
      "the role of a function on SCF",
      ofRole,
      { secretId: "AKIDrole", secretKey: "role", token: "ofRole" },
    ],
    [
      "names of our own, before a role",
      { ...own, ...ofRole },
      { secretId: "AKIDown", secretKey: "own" },
    ],
  ])("are found under %s", (_what, env, credentials) => {
    const { faults, upstream } = readConfig({ ...region, ...env });
    expect([faults, upstream?.credentials]).toEqual([[], credentials]);
    expect(hasCredentials(env)).toBe(true);
  });

  test("of a role count on SCF only", () => {
    const elsewhere = { ...ofRole, TENCENTCLOUD_RUNENV: undefined };
    expect(hasCredentials(elsewhere)).toBe(false);
    expect(readConfig({ ...region, ...elsewhere }).faults.map(({ path }) => path)).toEqual([
      "TENCENTCLOUD_SECRET_ID",
      "TENCENTCLOUD_SECRET_KEY",
    ]);
  });

  test("of a role are read again from the environment, as far as it has changed", async () => {
    const env: Record<string, string> = { ...region, ...ofRole };
    const { source } = readConfig(env).upstream ?? {};
    env["TENCENTCLOUD_SESSIONTOKEN"] = "next";
    expect(source?.isStale({ ageMs: Infinity, hasFailed: true })).toBe(false);
    expect(await source?.read(signal, systemClock)).toMatchObject({ token: "next" });
    env["TENCENTCLOUD_SECRETKEY"] = "";
    expect(() => source?.read(signal, systemClock)).toThrow(
      "TENCENTCLOUD_SECRETKEY is missing; set it to the SecretKey",
    );
  });

  test("stay as they are under the other names", async () => {
    expect(await readAgain(usual)).toBeUndefined();
    expect(readConfig({ ...region, ...own }).upstream).not.toHaveProperty("source");
  });

  test("a part alone is a fault of the other one", () => {
    expect(readConfig({ ...region, RELAY_SECRET_KEY: "own" }).faults).toMatchObject([
      { path: "RELAY_SECRET_ID", kind: "missing" },
    ]);
  });
});

test("the region has a name of our own as well", () => {
  const { faults, upstream } = readConfig({ ...own, RELAY_REGION: "ap-singapore" });
  expect([faults, upstream?.region]).toEqual([[], "ap-singapore"]);
});

test.each([
  [{ ...own, ...usual }, "TENCENTCLOUD_SECRET_ID", "RELAY_SECRET_ID"],
  [{ ...usual, RELAY_CREDENTIALS_FILE: "x" }, "TENCENTCLOUD_SECRET_ID", "RELAY_CREDENTIALS_FILE"],
  [
    { RELAY_CREDENTIALS_SECRET: secretArn, RELAY_CREDENTIALS_FILE: "x" },
    "RELAY_CREDENTIALS_SECRET",
    "RELAY_CREDENTIALS_FILE",
  ],
])("two places at once are a fault, %#", (env, path, other) => {
  expect(toTold(readConfig({ ...region, ...env }).faults)).toContainEqual({
    path,
    message: `must not be combined with ${other}; set one of the two`,
  });
});

describe("a file with credentials", () => {
  test("may have a token and whatever else, in any order", async () => {
    const path = fileWith(
      '{"note": 1, "token": " tok ", "secretKey": "key", "secretId": "AKIDfile"}\n',
    );
    const env = { ...region, RELAY_CREDENTIALS_FILE: path };
    const { faults, upstream } = readConfig(env);
    const credentials = { secretId: "AKIDfile", secretKey: "key", token: "tok" };
    expect([faults, upstream?.credentials]).toEqual([[], credentials]);
    expect(await readAgain(env)).toEqual(credentials);
    expect([credentialsPath(env), hasCredentials(env)]).toEqual([path, true]);
    expect(credentialsPath(usual)).toBeUndefined();
  });

  test("may begin with the mark of an editor", () => {
    const path = fileWith('\uFEFF{"secretId": "AKIDfile", "secretKey": "key"}');
    const { upstream } = readConfig({ ...region, RELAY_CREDENTIALS_FILE: path });
    expect(upstream?.credentials).toEqual({ secretId: "AKIDfile", secretKey: "key" });
  });

  test.each([
    ["secret that is no JSON", 'must name JSON such as {"secretId": "…", "secretKey": "…"}'],
    ['["secret"]', 'must name JSON such as {"secretId": "…", "secretKey": "…"}'],
    ['{"secretId": "AKIDx"}', "names JSON in which secretKey is missing; set it to the SecretKey"],
    [
      '{"secretId": "AKIDx", "secretKey": 12345678}',
      "names JSON in which secretKey is missing; set it to the SecretKey",
    ],
    [
      '{"secretId": "AKIDx", "secretKey": "key", "token": "a secret"}',
      "names JSON in which token must be the session token",
    ],
  ])("%j is a fault that quotes nothing of it", (text, message) => {
    const { faults, upstream } = readConfig({ ...region, RELAY_CREDENTIALS_FILE: fileWith(text) });
    expect(toTold(faults)).toEqual([{ path: "RELAY_CREDENTIALS_FILE", message }]);
    expect(upstream).toBeUndefined();
  });

  test("that is not there is a fault", () => {
    const { faults } = readConfig({ ...region, RELAY_CREDENTIALS_FILE: join(folder, "none") });
    expect(toTold(faults)).toEqual([
      { path: "RELAY_CREDENTIALS_FILE", message: "names a file that cannot be read" },
    ]);
  });
});

describe("a secret of AWS", () => {
  test("needs what Lambda sets, and brings no credentials yet", () => {
    const env = { ...region, ...ofAws, RELAY_CREDENTIALS_SECRET: secretArn };
    const { faults, upstream } = readConfig(env);
    expect(faults).toEqual([]);
    expect(upstream).toMatchObject({ region: "ap-guangzhou" });
    expect(upstream).not.toHaveProperty("credentials");
  });

  test("without that has a fault for each part, and one for a name that is none", () => {
    const { faults } = readConfig({ ...region, RELAY_CREDENTIALS_SECRET: "two words" });
    expect(toTold(faults)).toEqual([
      { path: "RELAY_CREDENTIALS_SECRET", message: "must be the ARN or the name of a secret" },
      {
        path: "AWS_REGION",
        message: "is missing; set it to the region of RELAY_CREDENTIALS_SECRET",
      },
      {
        path: "AWS_ACCESS_KEY_ID",
        message: "is missing; set it to a key that may read RELAY_CREDENTIALS_SECRET",
      },
      {
        path: "AWS_SECRET_ACCESS_KEY",
        message: "is missing; set it to a key that may read RELAY_CREDENTIALS_SECRET",
      },
    ]);
  });
});
