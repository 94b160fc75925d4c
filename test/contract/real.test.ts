import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createCredentials } from "../../dev/emulator/credentials.ts";
import { type Emulator, startEmulator } from "../../dev/emulator/server.ts";
import { root } from "../support/markdown.ts";
import { node, run } from "../support/run-process.ts";
import { refused } from "./ask.ts";
import { NoAnswer } from "./cls.ts";
import { startEmulatorBackend } from "./emulator-backend.ts";
import { holdAgainst } from "./run.ts";

const credential = createCredentials();
let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ credentials: [credential], existing: { logsets: ["l"] } });
});
afterAll(() => emulator.close());

async function contract(env: Record<string, string>, logset = "l") {
  const args = ["--real", "--logset", logset, "--topic", "t"];
  const child = run(node, [join(root, "test/contract/main.ts"), ...args], {
    TENCENTCLOUD_SECRET_ID: credential.secretId,
    TENCENTCLOUD_SECRET_KEY: credential.secretKey,
    TENCENTCLOUD_REGION: "ap-guangzhou",
    CLS_CONNECT_TO: emulator.url,
    ...env,
  });
  return { exitCode: await child.ended, stdout: child.stdout(), stderr: child.stderr() };
}

test.each([
  ["credentials are wrong", { TENCENTCLOUD_SECRET_KEY: "wrong" }, "l", /AuthFailure/],
  ["logset does not exist", {}, "other", /LogsetNotExist/],
  ["address answers nobody", { CLS_CONNECT_TO: "http://127.0.0.1:1" }, "l", /CLS did not answer/],
])("--real says nothing about CLS where the %s", async (_why, env, logset, message) => {
  const seen = await contract(env, logset);
  expect(seen).toMatchObject({ exitCode: 64, stdout: "", stderr: expect.stringMatching(message) });
});

test("a refusal for the credentials, the rate or an outage is not taken for the one that is expected", async () => {
  const backend = await startEmulatorBackend(startEmulator);
  const outcome = await holdAgainst(backend, "orders", {
    says: "Something is refused.",
    basis: "assumed",
    check: async (cls) => {
      const stranger = { credential: createCredentials() };
      return refused(await cls.call("DescribeConsumerGroups", { LogsetId: "l" }, stranger));
    },
  });
  await backend.close();
  expect(outcome).toMatchObject({ holds: false });
});

test("a network that fails in the middle ends the run, and is no outcome", async () => {
  const backend = await startEmulatorBackend(startEmulator);
  const held = holdAgainst(backend, "orders", {
    says: "Something holds.",
    basis: "assumed",
    async check(cls) {
      await backend.close();
      await cls.call("DescribeConsumerGroups", {});
      return undefined;
    },
  });
  await expect(held).rejects.toThrow(NoAnswer);
});
