import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { root } from "../../../test/support/markdown.ts";
import { node, run } from "../../../test/support/run-process.ts";
import { credentials, logsetId, topicId } from "../../../test/support/start-relay.ts";
import { type Emulator, startEmulator } from "../../emulator/server.ts";

let emulator: Emulator;
const dir = mkdtempSync(join(tmpdir(), "group-"));
beforeAll(async () => {
  emulator = await startEmulator({ credentials: [credentials] });
});
afterAll(async () => {
  await emulator.close();
  rmSync(dir, { recursive: true });
});

/** The command, with a configuration that names the group "orders". */
async function group(args: readonly string[], env: Record<string, string> = {}) {
  const preset = { consumerGroup: "orders", consumer: "orders-1", logsetId, topics: [topicId] };
  const file = join(dir, "relay.config.json");
  writeFileSync(file, JSON.stringify({ aliases: { "orders-1": preset } }));
  const child = run(node, [join(root, "dev/group/main.ts"), ...args], {
    TENCENTCLOUD_SECRET_ID: credentials.secretId,
    TENCENTCLOUD_SECRET_KEY: credentials.secretKey,
    TENCENTCLOUD_REGION: "ap-guangzhou",
    CLS_CONNECT_TO: emulator.url,
    RELAY_CONFIG: file,
    ...env,
  });
  const exitCode = await child.ended;
  return { exitCode, stdout: child.stdout(), stderr: child.stderr() };
}

describe("npm run group", () => {
  test("creates a group that the configuration names, and says so; a second time it says that it is there", async () => {
    expect(await group(["create", "orders"])).toEqual({
      exitCode: 0,
      stdout: `Created the consumer group orders in the logset ${logsetId}, ap-guangzhou: timeout 40 s, topics ${topicId}.\n`,
      stderr: "",
    });
    expect(emulator.groups.describe(logsetId)).toMatchObject([
      { consumerGroup: "orders", leaseMs: 40_000, topicIds: [topicId] },
    ]);
    expect(await group(["create", "orders"])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("consumer group already exists"),
    });
  });

  test("creates any other one with a logset, topics and a timeout", async () => {
    const args = ["create", "audit", "--logset", "l", "--topics", "t, u", "--timeout", "20"];
    expect((await group(args)).exitCode).toBe(0);
    expect(emulator.groups.describe("l")).toMatchObject([
      { consumerGroup: "audit", leaseMs: 20_000, topicIds: ["t", "u"] },
    ]);
  });

  test.each([
    [[], {}, 64, /^Say what to do: npm run group -- create <name>\n$/],
    [["delete", "orders"], {}, 64, /^Say what to do/],
    [
      ["create", "audit"],
      {},
      64,
      /names no logset and topics for audit: give --logset and --topics/,
    ],
    [["create", "orders", "--topics", "t,"], {}, 64, /^--topics takes topic ids with commas/],
    [["create", "orders", "--timeout", "0"], {}, 64, /--timeout takes a whole number from 1/],
    [["create", "orders"], { TENCENTCLOUD_SECRET_KEY: "wrong" }, 1, /AuthFailure.SignatureFailure/],
    [["create", "orders"], { CLS_CONNECT_TO: "http://127.0.0.1:1" }, 1, /^CLS cannot be reached/],
    [["create", "orders"], { TENCENTCLOUD_REGION: "" }, 1, /TENCENTCLOUD_REGION/],
  ])("%j with %j ends with %i and creates nothing", async (args, env, exitCode, message) => {
    const before = emulator.groups.describe(logsetId).length;
    const seen = await group(args, env);
    expect(seen).toMatchObject({ exitCode, stdout: "", stderr: expect.stringMatching(message) });
    expect(emulator.groups.describe(logsetId)).toHaveLength(before);
  });
});
