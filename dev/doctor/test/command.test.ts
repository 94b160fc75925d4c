import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Metafile } from "esbuild";
import { buildDoctor } from "../../build/main.ts";
import { createCredentials } from "../../emulator/credentials.ts";
import { type Emulator, startEmulator } from "../../emulator/server.ts";
import { root } from "../../../test/support/markdown.ts";
import { node, run } from "../../../test/support/run-process.ts";
import { healthyFile, logsetId, topicId } from "./misconfiguration.ts";

let dir: string;
let emulator: Emulator;
let metafile: Metafile;
let env: Record<string, string>;
const credentials = createCredentials();

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "doctor-"));
  metafile = await buildDoctor(join(dir, "doctor.cjs"));
  const region = "ap-singapore";
  const groups = [{ consumerGroup: "orders", region, logsetId, topicIds: [topicId] }];
  emulator = await startEmulator({ credentials: [credentials], existing: { groups } });
  const digest = randomBytes(32).toString("hex");
  const file = join(dir, "relay.config.json");
  await writeFile(file, JSON.stringify(healthyFile).replace("{digest}", digest));
  env = {
    TENCENTCLOUD_SECRET_ID: credentials.secretId,
    TENCENTCLOUD_SECRET_KEY: credentials.secretKey,
    TENCENTCLOUD_REGION: "ap-singapore",
    CLS_CONNECT_TO: emulator.url,
    RELAY_CONFIG: file,
  };
});
afterAll(async () => {
  await emulator.close();
  await rm(dir, { recursive: true });
});

const fromSources = join(root, "dev/doctor/main.ts");
const bundled = () => join(dir, "doctor.cjs");

test("the command from the sources ends with 0 where all is well, and shows four letters of the SecretId", async () => {
  const doctor = run(node, [fromSources], env);
  expect(await doctor.ended).toBe(0);
  expect(doctor.stdout()).toContain("Nothing found.");
  expect(doctor.stdout()).toContain(`SecretId ${credentials.secretId.slice(0, 4)}..., accepted`);
  expect(doctor.stdout()).not.toContain(credentials.secretId.slice(0, 8));
  expect(doctor.stderr()).toBe("");
});

test("the one file that is built ends with 1 for a warning, and tells it as JSON", async () => {
  const doctor = run(node, [bundled(), "--json"], { ...env, RELAY_AUTH: "none" });
  expect(await doctor.ended).toBe(1);
  expect(JSON.parse(doctor.stdout())).toMatchObject({
    exitCode: 1,
    findings: [{ severity: "warning", code: "auth-off" }],
  });
  expect(doctor.stderr()).toBe("");
});

test("and with 2 for an error", async () => {
  const doctor = run(node, [bundled()], { ...env, RELAY_CONFIG: join(dir, "none.json") });
  expect(await doctor.ended).toBe(2);
  expect(doctor.stdout()).toContain("1. ERROR file-unreadable (RELAY_CONFIG)");
});

/** Arguments for `node` that break something before the command runs. */
async function breaking(source: string): Promise<string[]> {
  const file = join(dir, `${randomBytes(6).toString("hex")}.mjs`);
  await writeFile(file, source);
  return ["--import", file];
}

test("and with 70 and one line, without what the error quotes, where it fails itself", async () => {
  const preload = await breaking("process.uptime = () => { throw new TypeError('quoted'); };");
  for (const file of [fromSources, bundled()]) {
    const doctor = run(node, [...preload, file], env);
    expect(await doctor.ended).toBe(70);
    expect(doctor.stderr()).toMatch(/^The doctor itself failed \(TypeError at .*\n$/);
    expect(doctor.stderr()).not.toContain("quoted");
    expect(doctor.stdout()).toBe("");
  }
});

test("also where what fails is an event that nobody waits for", async () => {
  const preload = await breaking(`process.on("newListener", (name) => {
    if (name === "uncaughtException") process.nextTick(() => { throw "quoted"; });
  });`);
  const doctor = run(node, [...preload, bundled()], env);
  expect(await doctor.ended).toBe(70);
  expect(doctor.stderr()).toMatch(/^The doctor itself failed \(string\);.*\n$/);
});

test("help is printed, and an unknown option refused", async () => {
  const help = run(node, [bundled(), "--help"]);
  expect(await help.ended).toBe(0);
  expect(help.stdout()).toContain("--json");
  const wrong = run(node, [bundled(), "--jsn"]);
  expect(await wrong.ended).toBe(64);
  expect(wrong.stderr()).toContain("There is no option --jsn; the options are --json, --help.");
});

test("the file needs nothing beside itself, and no heartbeat was sent in all of this", () => {
  const [output] = Object.values(metafile.outputs);
  const others = output?.imports.map(({ path }) => path).filter((path) => !isBuiltin(path));
  expect(others?.filter((path) => path !== "encoding")).toEqual([]);
  expect(emulator.received.length).toBeGreaterThan(0);
  expect(emulator.received.map(({ action }) => action)).not.toContain("SendConsumerHeartbeat");
});
