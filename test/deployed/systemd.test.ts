import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import { usualLimits } from "../../server/limits.ts";
import { knownVariables } from "../support/known-variables.ts";
import { read } from "../support/markdown.ts";
import { createTree, freePort } from "../support/read-only-tree.ts";
import { node } from "../support/run-process.ts";
import { buildServerFile, fileOf, keys, startServerProcess } from "../support/server-process.ts";
import { needs } from "../support/tools/needs.ts";
import { ownFolder } from "../support/own-folder.ts";

const unit = read("deploy/systemd/heartbeat-relay.service");
const valuesOf = (name: string) =>
  [...unit.matchAll(new RegExp(`^${name}=(.*)$`, "gm"))].map(([, value = ""]) => value);
const variables = Object.fromEntries(
  valuesOf("Environment").map((text) => text.split("=") as [string, string]),
);

test("its variables are the relay's, and none is a secret", () => {
  const { NODE_ENV, ...others } = variables;
  expect(NODE_ENV).toBe("production");
  for (const name of Object.keys(others)) {
    expect([name, knownVariables.get(name)]).toEqual([name, { secret: false }]);
  }
});

test("it may have as many connections as the server takes, and has time to end", () => {
  expect(Number(valuesOf("LimitNOFILE")[0])).toBeGreaterThan(usualLimits.maxConnections);
  expect(Number(valuesOf("TimeoutStopSec")[0])).toBeGreaterThanOrEqual(2 * 4);
});

test("after a crash it need not wait for its own lock: it sees which boot that is of", () => {
  expect(valuesOf("ProcSubset")).toEqual([]);
});

test("its command beats as another user, in a tree that nobody may write to, and reloads", async () => {
  const [workdir = ""] = valuesOf("WorkingDirectory");
  const config = variables["RELAY_CONFIG"] ?? "";
  const file = join(workdir, "server.cjs");
  const files = { [file]: { copy: await buildServerFile() }, [config]: fileOf(keys.first.sha256) };
  const { at, env, user } = await createTree(files);
  const [command = "", ...args] = valuesOf("ExecStart")[0]?.split(" ") ?? [];
  expect([command, ...args]).toEqual(["/usr/bin/node", file]);
  const own = { NODE_ENV: "production", RELAY_CONFIG: at(config), PORT: String(await freePort()) };
  const place = { command: at("/usr/local/bin/node"), ...user, cwd: at(workdir) };
  const server = await startServerProcess(args.map(at), { ...own, ...env }, place);
  expect((await server.beat()).status).toBe(200);
  expect(valuesOf("ExecReload")[0]).toMatch(/-HUP \$MAINPID$/);
  server.child.kill("SIGHUP");
  await server.printed(/configuration reloaded/);
  server.child.kill("SIGTERM");
  expect(await server.ended).toBe(0);
});

needs(["systemd-analyze"], "systemd-analyze", () => {
  const analyze = async (...args: readonly string[]) => {
    const folder = ownFolder();
    const path = join(folder, "heartbeat-relay.service");
    // It looks whether the program is there.
    await writeFile(path, unit.replaceAll("/usr/bin/node", node));
    const { stdout, stderr } = await promisify(execFile)("systemd-analyze", [...args, path]);
    return { stdout, stderr };
  };

  test("has nothing to say of the unit", async () => {
    expect(await analyze("verify")).toEqual({ stdout: "", stderr: "" });
  });

  test("finds it exposed to little: at most 1.5 of 10", async () => {
    const { stdout } = await analyze("security", "--offline=true", "--threshold=15", "--no-pager");
    expect(stdout).toContain("OK");
  });
});
