import { chmod, copyFile, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { buildServer } from "../../dev/build/main.ts";
import { boardPage } from "../../dev/board/page.ts";
import { budgets } from "../support/budgets.ts";
import { node, run } from "../support/run-process.ts";
import { fileOf, keys, startServerProcess } from "../support/server-process.ts";

let folder: string;
let file: string;
let metafile: Metafile;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "server-alone-"));
  file = join(folder, "server.cjs");
  metafile = await buildServer(file);
});
afterAll(() => rm(folder, { recursive: true }));

test("nothing but what it needs is in it: no stand-in for CLS, no page, no tool, no test", () => {
  const [output] = Object.values(metafile.outputs);
  const inputs = Object.keys(output?.inputs ?? {});
  const allowed = /^(?:lib|server|dev\/(?:board|openapi|build\/replacements|cli)|.*node_modules)\//;
  expect(inputs.filter((input) => !allowed.test(input))).toEqual([]);
  const forbidden = /^server\/(?:main|embedded|docs-page)|swagger|emulator/;
  expect(inputs.filter((input) => forbidden.test(input))).toEqual([]);
  const packages = Object.entries(output?.inputs ?? {}).flatMap(([input, { bytesInOutput }]) => {
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1];
    return name !== undefined && bytesInOutput > 0 ? [name] : [];
  });
  expect([...new Set(packages)].sort()).toEqual(
    [...budgets.packages, ...budgets.serverPackages].sort(),
  );
});

test("it asks for nothing but Node's own modules, and its bytes stay within their budget", () => {
  const [output] = Object.values(metafile.outputs);
  const others = output?.imports.map(({ path }) => path).filter((path) => !isBuiltin(path));
  // node-fetch asks for `encoding` inside a try, for a method that nothing calls.
  expect(others?.filter((path) => path !== "encoding")).toEqual([]);
  expect(output?.bytes).toBeLessThanOrEqual(budgets.bundleBytes.server);
});

test("it beats from a folder that holds it and a configuration file, and nothing else", async () => {
  const alone = await mkdtemp(join(tmpdir(), "server-folder-"));
  await copyFile(file, join(alone, "server.cjs"));
  await writeFile(join(alone, "relay.config.json"), fileOf(keys.first.sha256));
  await chmod(join(alone, "server.cjs"), 0o444);
  const script = `process.chdir(${JSON.stringify(alone)}); require(${JSON.stringify(join(alone, "server.cjs"))});`;
  const server = await startServerProcess(["-e", script], { RELAY_CONFIG: "" });
  expect((await server.beat()).status).toBe(200);
  expect(await readdir(alone)).toEqual(["relay.config.json", "server.cjs"]);
  const openApi = await fetch(`${server.url}/openapi.json`);
  expect(await openApi.json()).toMatchObject({ openapi: "3.1.1" });
  const board = await fetch(`${server.url}/board`);
  expect(await board.text()).toBe(boardPage());
  for (const line of server.stdout().trim().split("\n")) {
    expect(JSON.parse(line)).toHaveProperty("level");
  }
  expect(server.stderr()).toBe("");
  server.child.kill("SIGTERM");
  expect(await server.ended).toBe(0);
  await rm(alone, { recursive: true });
});

test("without credentials it fails, whatever the environment is called", async () => {
  for (const NODE_ENV of ["", "development", "production"]) {
    const server = run(node, [file], { PORT: "0", NODE_ENV });
    expect(await server.ended).toBe(1);
    expect(server.stderr()).toMatch(/TENCENTCLOUD_SECRET_ID +is missing/);
    expect(server.stdout()).not.toContain("http://");
  }
});

test("on a Node that is too old it does not begin to serve", async () => {
  const old = join(folder, "old-node.cjs");
  await writeFile(old, 'delete require("node:crypto").hash;');
  const server = run(node, ["--require", old, file], { PORT: "0" });
  expect(await server.ended).toBe(1);
  expect(server.stderr()).toMatch(/Node +must be 20\.12 or newer/);
});

test("--help says how it is used", async () => {
  const help = run(node, [file, "--help"]);
  expect(await help.ended).toBe(0);
  expect(help.stdout()).toMatch(/node server\.cjs[^]*RELAY_HOST/);
});
